import { IsOptional } from 'class-validator';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { moving } from '../../domain/punto-inps/effect.ts';
import { puntoInps } from '../../domain/punto-inps/punto-inps.ts';
import { DECIDING_OFFICES, OnPuntoInps, puntoInpsId, itsDayRefusals, requireItsDay } from './on-punto-inps.ts';

/** Resumes a Punto INPS that was suspended. */
export class ResumePuntoInps extends OnPuntoInps {
  /** First day on which it receives again, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly resumedOn?: string;
}

export const resumePuntoInps = defineCommandOn(puntoInps)({
  input: ResumePuntoInps,
  summary: 'Resumes a Punto INPS that was suspended.',
  id: puntoInpsId,
  by: DECIDING_OFFICES,
  in: ['SUSPENDED'],
  legalDate: ({ resumedOn }) => resumedOn,
  refuses: [...itsDayRefusals],
  decide: (_resumption, point, known) => {
    const { legalDate: resumedOn } = known;
    requireItsDay(point, known);
    return [moving(point, { type: 'PuntoInpsResumed', data: { resumedOn, byHand: true } }, resumedOn, known)];
  },
});
