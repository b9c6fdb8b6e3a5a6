import { defineProcessManager, give, idOf, when } from '#kernel/domain';
import { midnightInRome } from '#italy';
import { PuntoClienteDeactivated, PuntoClienteResumed, PuntoClienteSuspended } from '../domain/events.ts';
import { isActiveAgain } from '../domain/still-open.ts';
import { liftSuspensionOfPuntoCliente } from '../use-cases/lift-suspension-of-punto-cliente.ts';

/** A point that is suspended until a day that is known. */
interface Waiting {
  readonly reasons: readonly string[];
}

/** Resumes a point at 00:00 in Rome of the day until which it is suspended; with its protocol it is by what follows that. */
export const suspensionsEnd = defineProcessManager<Waiting>({
  name: 'suspensions-end',
  gives: [liftSuspensionOfPuntoCliente],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(PuntoClienteSuspended, (state, { data: { reason, until } }, pointId) => {
      if (until === undefined || reason === 'PROTOCOL_SUSPENDED') return { state };
      const command = give(liftSuspensionOfPuntoCliente, { pointId, reason, resumedOn: until });
      return {
        state: { reasons: [...(state?.reasons ?? []).filter((other) => other !== reason), reason] },
        set: [{ id: reason, dueAt: midnightInRome(until), command }],
      };
    }),
    when(PuntoClienteResumed, (state, { data: { reason } }) => {
      const reasons = (state?.reasons ?? []).filter((other) => other !== reason);
      return { state: reasons.length > 0 ? { reasons } : undefined, clear: [reason] };
    }),
    when(PuntoClienteDeactivated, (state, { data }) =>
      isActiveAgain(data) ? { state } : { state: undefined, clear: state?.reasons ?? [] },
    ),
  ],
});
