import { IsOptional } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, IsOneOf, IsRealDate, IsText, lifeOnce } from '#use-cases';
import { moving } from '../../domain/punto-inps/effect.ts';
import { puntoInps } from '../../domain/punto-inps/punto-inps.ts';
import { PUNTO_INPS_SUSPENSIONS, type PuntoInpsSuspension } from '../../domain/punto-inps/vocabulary.ts';
import { DECIDING_OFFICES, OnPuntoInps, puntoInpsId, itsDayRefusals, requireItsDay } from './on-punto-inps.ts';

/** Suspends a Punto INPS, until a day or until it is resumed. */
export class SuspendPuntoInps extends OnPuntoInps {
  @IsOneOf(PUNTO_INPS_SUSPENSIONS, 'PuntoInpsSuspension')
  readonly reason!: PuntoInpsSuspension;

  /** No personal data: it stays for ever. */
  @IsOptional()
  @IsText(1000)
  readonly note?: string;

  /** First day on which it receives nobody, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly suspendedOn?: string;

  /** Until when (this day not included, on which it receives again), yyyy-mm-dd; open when absent. */
  @IsOptional()
  @IsRealDate()
  readonly until?: string;
}

const refuse = defineRefusals({
  STANDSTILL_REVERSED: 'A suspension from {suspendedOn} cannot be over by {until}: correct one of the two.',
});

export const suspendPuntoInps = defineCommandOn(puntoInps)({
  input: SuspendPuntoInps,
  summary: 'Suspends a Punto INPS, until a day or until it is resumed.',
  id: puntoInpsId,
  by: DECIDING_OFFICES,
  in: ['OPEN'],
  legalDate: ({ suspendedOn }) => suspendedOn,
  refuses: [refuse, ...itsDayRefusals],
  decide: ({ reason, note, until }, point, known) => {
    const { legalDate: suspendedOn } = known;
    requireItsDay(point, known);
    if (until !== undefined && until <= suspendedOn) throw refuse.STANDSTILL_REVERSED({ suspendedOn, until });
    const more = { ...(note === undefined ? {} : { note }), ...(until === undefined ? {} : { until }) };
    const data = { reason, suspendedOn, ...more };
    const suspended = moving(point, { type: 'PuntoInpsSuspended', data }, suspendedOn, known);
    if (until === undefined || until > known.today) return [suspended];
    // Nothing that lies ahead would end it; it may have been closed before it was over.
    const written = { ...point, life: lifeOnce(puntoInps.told, point.life, known.now, suspended) };
    const then = puntoInps.judgedOn(written, until);
    if (then.status !== 'SUSPENDED' || then.suspension.from !== suspendedOn) return [suspended];
    return [suspended, moving(then, { type: 'PuntoInpsResumed', data: { resumedOn: until } }, until, known)];
  },
});
