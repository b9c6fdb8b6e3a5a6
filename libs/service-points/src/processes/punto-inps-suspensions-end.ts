import { defineProcessManager, give, idOf, when, type Reaction } from '#kernel/domain';
import { midnightInRome } from '#italy';
import {
  PuntoInpsOpened,
  PuntoInpsRectified,
  PuntoInpsResumed,
  PuntoInpsSuspended,
} from '../domain/punto-inps/events.ts';
import { standingStandstill } from '../domain/punto-inps/standing-standstill.ts';
import type { PuntoInpsStandstill } from '../domain/punto-inps/vocabulary.ts';
import { endSuspensionOfPuntoInps } from '../use-cases/punto-inps/end-suspension-of-punto-inps.ts';

/** A Punto INPS that is suspended until a day that is known. */
interface Waiting {
  readonly until: string;
}

/** Name of the deadline. */
const END = 'end';

/**
 * Resumes a Punto INPS at 00:00 in Rome of the day until which it is suspended. One that is closed meanwhile is not, where the closure is
 * of before that day; recorded late, a closure may be of after it.
 */
export const puntoInpsSuspensionsEnd = defineProcessManager<Waiting>({
  name: 'punto-inps-suspensions-end',
  gives: [endSuspensionOfPuntoInps],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when([PuntoInpsSuspended, PuntoInpsResumed, PuntoInpsOpened], (state, event, puntoInpsId): Reaction<Waiting> => {
      const suspension = standingStandstill(event);
      return suspension === null ? { state } : endOf(suspension, puntoInpsId);
    }),
    when(PuntoInpsRectified, (_state, { data: { standing } }, puntoInpsId) => endOf(standing.suspension, puntoInpsId)),
  ],
});

/** What is waited for is the end of what suspends the point today. */
function endOf(suspension: PuntoInpsStandstill | undefined, puntoInpsId: string): Reaction<Waiting> {
  const until = suspension?.until;
  if (until === undefined) return { state: undefined, clear: [END] };
  const command = give(endSuspensionOfPuntoInps, { puntoInpsId, resumedOn: until });
  return { state: { until }, set: [{ id: END, dueAt: midnightInRome(until), command }] };
}
