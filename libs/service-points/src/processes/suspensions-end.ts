import { defineProcessManager, give, idOf, when, type Reaction } from '#kernel/domain';
import { midnightInRome } from '#italy';
import {
  PuntoClienteActivated,
  PuntoClienteCoverageTransferred,
  PuntoClienteDeactivated,
  PuntoClienteRectified,
  PuntoClienteResumed,
  PuntoClienteSuspended,
} from '../domain/events.ts';
import type { Suspension, SuspensionReason } from '../domain/vocabulary.ts';
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
    when(PuntoClienteSuspended, (state, { data: { reason, until, standing } }, pointId): Reaction<Waiting> => {
      if (standing) return anew(state, standing.suspensions, pointId);
      if (until === undefined || reason === 'PROTOCOL_SUSPENDED') return { state };
      return {
        state: { reasons: [...(state?.reasons ?? []).filter((other) => other !== reason), reason] },
        set: [liftOn(pointId, reason, until)],
      };
    }),
    when(PuntoClienteResumed, (state, { data: { reason, standing } }, pointId) => {
      if (standing) return anew(state, standing.suspensions, pointId);
      const reasons = (state?.reasons ?? []).filter((other) => other !== reason);
      return { state: reasons.length > 0 ? { reasons } : undefined, clear: [reason] };
    }),
    // An end of the point that is recorded late may come before the end of a suspension which was over by then: that is said all the same.
    when(
      [PuntoClienteActivated, PuntoClienteCoverageTransferred, PuntoClienteDeactivated],
      (state, { data: { standing } }, pointId) => (standing ? anew(state, standing.suspensions, pointId) : { state }),
    ),
    when(PuntoClienteRectified, (state, { data: { standing } }, pointId) => anew(state, standing.suspensions, pointId)),
  ],
});

/** Once a fact was recorded late, what is waited for is the end of what suspends the point today. */
function anew(state: Waiting | undefined, suspensions: readonly Suspension[], pointId: string): Reaction<Waiting> {
  const set = suspensions.flatMap(({ reason, until }) =>
    until === undefined || reason === 'PROTOCOL_SUSPENDED' ? [] : [liftOn(pointId, reason, until)],
  );
  const reasons = set.map(({ id }) => id);
  const clear = (state?.reasons ?? []).filter((reason) => !reasons.includes(reason as SuspensionReason));
  return { state: reasons.length > 0 ? { reasons } : undefined, set, clear };
}

function liftOn(pointId: string, reason: SuspensionReason, until: string) {
  const command = give(liftSuspensionOfPuntoCliente, { pointId, reason, resumedOn: until });
  return { id: reason, dueAt: midnightInRome(until), command };
}
