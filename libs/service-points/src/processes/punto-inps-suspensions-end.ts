import { defineProcessManager, give, idOf, when } from '#kernel/domain';
import { midnightInRome } from '#italy';
import { PuntoInpsClosed, PuntoInpsResumed, PuntoInpsSuspended } from '../domain/punto-inps/events.ts';
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
    when(PuntoInpsSuspended, (_state, { data: { until } }, puntoInpsId) => {
      if (until === undefined) return { state: undefined, clear: [END] };
      const command = give(endSuspensionOfPuntoInps, { puntoInpsId, resumedOn: until });
      return { state: { until }, set: [{ id: END, dueAt: midnightInRome(until), command }] };
    }),
    when([PuntoInpsResumed, PuntoInpsClosed], () => ({ state: undefined, clear: [END] })),
  ],
});
