import { IsOptional } from 'class-validator';
import { defineCommandOn, IsOneOf, IsRealDate, IsText } from '#use-cases';
import { moving } from '../../domain/punto-inps/effect.ts';
import { LIVING, puntoInps } from '../../domain/punto-inps/punto-inps.ts';
import { PUNTO_INPS_CLOSURES, type PuntoInpsClosure } from '../../domain/punto-inps/vocabulary.ts';
import { DECIDING_OFFICES, OnPuntoInps, puntoInpsId, itsDayRefusals, requireItsDay } from './on-punto-inps.ts';

/** Closes a Punto INPS for good: its agendas end with it. */
export class ClosePuntoInps extends OnPuntoInps {
  @IsOneOf(PUNTO_INPS_CLOSURES, 'PuntoInpsClosure')
  readonly reason!: PuntoInpsClosure;

  /** No personal data: it stays for ever. */
  @IsOptional()
  @IsText(1000)
  readonly note?: string;

  /** First day on which it is there no longer, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly closedOn?: string;
}

/** One that was proposed and never opened is closed as well: it would keep its reference unit from being closed. */
export const closePuntoInps = defineCommandOn(puntoInps)({
  input: ClosePuntoInps,
  summary: 'Closes a Punto INPS for good: its agendas end with it.',
  id: puntoInpsId,
  by: DECIDING_OFFICES,
  in: LIVING,
  legalDate: ({ closedOn }) => closedOn,
  refuses: [...itsDayRefusals],
  decide: ({ reason, note }, point, known) => {
    const { legalDate: closedOn } = known;
    requireItsDay(point, known);
    const data = { reason, ...(note === undefined ? {} : { note }), closedOn };
    return [moving(point, { type: 'PuntoInpsClosed', data }, closedOn, known)];
  },
});
