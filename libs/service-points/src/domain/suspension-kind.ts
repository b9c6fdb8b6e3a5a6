import type { SuspensionKind } from '#use-cases/dated';
import type { PuntoClienteEvent } from './events.ts';
import { isSuspensionByPolicy } from './vocabulary.ts';

/** A point may be suspended for several reasons at a time. What was by an office earlier versions do not say, so the day tells. */
export const SUSPENSIONS: SuspensionKind<PuntoClienteEvent> = {
  suspended: 'PuntoClienteSuspended',
  resumed: 'PuntoClienteResumed',
  isSame: (one, other) => reasonOf(one) === reasonOf(other),
  untilOf: (event) => (event.type === 'PuntoClienteSuspended' ? event.data.until : undefined),
  saysItWasSet: ({ type, data }) => {
    const isByOther = type === 'PuntoClienteResumed' && (data.byHand === true || isSuspensionByPolicy(data.reason));
    return isByOther ? false : undefined;
  },
};

function reasonOf({ type, data }: PuntoClienteEvent): string | undefined {
  return type === 'PuntoClienteSuspended' || type === 'PuntoClienteResumed' ? data.reason : undefined;
}
