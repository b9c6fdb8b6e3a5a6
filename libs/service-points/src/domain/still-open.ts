import type { EventOf } from '#kernel/domain';
import type { PuntoClienteCoverageTransferred, PuntoClienteDeactivated, PuntoClienteSuspended } from './events.ts';

type Ended = Pick<EventOf<typeof PuntoClienteDeactivated>['data'], 'to'>;
type Passed = Pick<EventOf<typeof PuntoClienteCoverageTransferred>['data'], 'from'>;
type Suspended = Pick<EventOf<typeof PuntoClienteSuspended>['data'], 'to'>;

/**
 * Tells whether a point has activity although an end of it was recorded: that was of a period before this one (T1). Events
 * of earlier versions do not say; after each of them there was none.
 */
export function isActiveAgain({ to }: Ended): boolean {
  return to?.state === 'ACTIVE' || to?.state === 'SUSPENDED';
}

/** Tells whether a point receives people although a suspension of it was recorded: it is over, or was of before. */
export function receivesAgain({ to }: Suspended): boolean {
  return to?.state === 'ACTIVE';
}

/**
 * Tells whether a point that passes to the successor of its protocol had an end that is known no longer, or of another day: the
 * renewal was recorded late, and what had ended the point after it was of a protocol that covers it no more (T1, P6).
 */
export function losesItsEnd({ from }: Passed): boolean {
  return from?.state === 'DEACTIVATED';
}
