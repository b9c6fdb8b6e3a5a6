import { romeDateAt } from '#italy';
import type { EventOf } from '#kernel/domain';
import type { PuntoClienteCoverageTransferred, PuntoClienteDeactivated, PuntoClienteSuspended } from './events.ts';

type Ended = Pick<EventOf<typeof PuntoClienteDeactivated>['data'], 'to'>;
type Passed = Pick<EventOf<typeof PuntoClienteCoverageTransferred>['data'], 'from' | 'transferredOn'>;
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
 * Tells whether a point that passes to the successor of its protocol was counted as ended: the renewal was recorded late, and what
 * had ended the point after it was of a protocol that covers it no more (T1, P6).
 */
export function losesItsEnd({ from }: Passed): boolean {
  return from?.state === 'DEACTIVATED';
}

/**
 * Tells whether a point has passed on a day before that of the recording: ends of it after that day may be none, also of one that
 * has been activated anew since.
 */
export function passesLate({ transferredOn }: Passed, recordedAt: string): boolean {
  return transferredOn < romeDateAt(recordedAt);
}
