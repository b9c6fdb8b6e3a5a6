import type { SuspensionKind } from '#use-cases/dated';
import type { ProtocolEvent } from './events.ts';
import type { Protocol } from './protocol-state.ts';

/** A protocol is suspended once at a time. An office gives its reason to resume it. */
export const SUSPENSIONS: SuspensionKind<Protocol, ProtocolEvent> = {
  suspended: 'ProtocolSuspended',
  resumed: 'ProtocolResumed',
  isSame: () => true,
  standingIn: (state) => (state.status === 'SUSPENDED' ? state.suspension : undefined),
  untilOf: (event) => (event.type === 'ProtocolSuspended' ? event.data.until : undefined),
  saysItWasSet: (event) => event.type === 'ProtocolResumed' && event.data.reason === undefined,
};
