import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { moving } from '../../domain/punto-inps/effect.ts';
import { puntoInps } from '../../domain/punto-inps/punto-inps.ts';
import { PUNTO_INPS_STATES } from '../../domain/punto-inps/vocabulary.ts';
import { NO_PERSON, OnPuntoInps, puntoInpsId } from './on-punto-inps.ts';

/** Resumes a Punto INPS on the day until which it was suspended. */
export class EndSuspensionOfPuntoInps extends OnPuntoInps {
  /** First day on which it receives again. */
  @IsRealDate()
  readonly resumedOn!: string;
}

const notSuspendedUntil = defineRefusal(
  'NOT_SUSPENDED_UNTIL',
  'The point is not suspended until {resumedOn}: nothing is left to do.',
  'already-so',
);

export const endSuspensionOfPuntoInps = defineCommandOn(puntoInps)({
  input: EndSuspensionOfPuntoInps,
  summary: 'Resumes a Punto INPS on the day until which it was suspended.',
  id: puntoInpsId,
  by: NO_PERSON,
  in: PUNTO_INPS_STATES,
  legalDate: ({ resumedOn }) => resumedOn,
  refuses: [notSuspendedUntil],
  decide: ({ resumedOn }, point, known) => {
    if (point.status !== 'SUSPENDED' || point.suspension.until !== resumedOn) throw notSuspendedUntil({ resumedOn });
    return [moving(point, { type: 'PuntoInpsResumed', data: { resumedOn } }, resumedOn, known)];
  },
});
