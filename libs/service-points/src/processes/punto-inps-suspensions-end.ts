import { defineProcessManager, give, idOf, when, type Reaction } from '#kernel/domain';
import { midnightInRome } from '#italy';
import { PuntoInpsClosed, PuntoInpsOpened, PuntoInpsResumed, PuntoInpsSuspended } from '../domain/punto-inps/events.ts';
import { standingStandstill } from '../domain/punto-inps/standing-standstill.ts';
import { endSuspensionOfPuntoInps } from '../use-cases/punto-inps/end-suspension-of-punto-inps.ts';

/** A Punto INPS that is suspended until a day that is known. */
interface Waiting {
  readonly until: string;
}

/** Name of the deadline. */
const END = 'end';

/** Resumes a Punto INPS at 00:00 in Rome of the day until which it is suspended. */
export const puntoInpsSuspensionsEnd = defineProcessManager<Waiting>({
  name: 'punto-inps-suspensions-end',
  gives: [endSuspensionOfPuntoInps],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when([PuntoInpsSuspended, PuntoInpsResumed, PuntoInpsOpened], (state, event, puntoInpsId): Reaction<Waiting> => {
      const suspension = standingStandstill(event);
      if (suspension === null) return { state };
      const until = suspension?.until;
      if (until === undefined) return { state: undefined, clear: [END] };
      const command = give(endSuspensionOfPuntoInps, { puntoInpsId, resumedOn: until });
      return { state: { until }, set: [{ id: END, dueAt: midnightInRome(until), command }] };
    }),
    when(PuntoInpsClosed, () => ({ state: undefined, clear: [END] })),
  ],
});
