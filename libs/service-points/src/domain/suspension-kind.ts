import type { SuspensionKind } from '#use-cases/dated';
import type { PuntoClienteEvent } from './events.ts';
import { suspensionsOf, type PuntoCliente } from './punto-cliente-state.ts';
import { isSuspensionByPolicy } from './vocabulary.ts';

/** A point may be suspended for several reasons at a time. What was by an office earlier versions do not say, so the day tells. */
export const SUSPENSIONS: SuspensionKind<PuntoCliente, PuntoClienteEvent> = {
  suspended: 'PuntoClienteSuspended',
  resumed: 'PuntoClienteResumed',
  isSame: (one, other) => reasonOf(one) === reasonOf(other),
  standingIn: (state, event) =>
    state.status === 'ABSENT' ? undefined : suspensionsOf(state).find(({ reason }) => reason === reasonOf(event)),
  untilOf: ({ type, data }) =>
    type === 'PuntoClienteSuspended' && !isSuspensionByPolicy(data.reason) ? data.until : undefined,
  saysItWasSet: ({ type, data }) => {
    const isByOther = type === 'PuntoClienteResumed' && (data.byHand === true || isSuspensionByPolicy(data.reason));
    return isByOther ? false : undefined;
  },
};

function reasonOf({ type, data }: PuntoClienteEvent): string | undefined {
  return type === 'PuntoClienteSuspended' || type === 'PuntoClienteResumed' ? data.reason : undefined;
}
