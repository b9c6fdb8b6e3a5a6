import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import type { Life, WalkedFact } from '#use-cases/dated';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import type { Protocol } from './protocol-state.ts';

const ENDS: readonly ProtocolEvent['type'][] = ['ProtocolTerminated', 'ProtocolExpired'];

/**
 * A protocol at the instant at which its successor enters into force, which goes first on the day on which the protocol ends (P6).
 * @param life all that is written of it
 * @param day first day in force of the successor
 */
export function beforeItsEndOn(life: Life<ProtocolEvent>, day: LocalDate): Protocol | Absent {
  const ends = new Set(
    protocolLife
      .facts(life)
      .filter(({ event, on }) => on === day && ENDS.includes(event.type))
      .map(({ revision }) => revision),
  );
  const without = life.filter(({ revision }) => !ends.has(revision));
  return protocolLife.judgedOn(without, day);
}

/**
 * A renewal that its successor did not claim: it came about as the protocol, which had ended before that began, turned out to have gone on.
 * @param found the protocol that is renewed
 */
function isUnclaimedRenewal(found: Protocol | Absent, event: ProtocolEvent): boolean {
  if (event.type !== 'ProtocolRenewed' || found.status === 'ABSENT') return false;
  return !(found.renewals ?? []).some(({ successorId }) => successorId === event.data.successorId);
}

/**
 * Whether an end of a protocol, or a renewal, may count for nothing once something is corrected: it turns out to have ended before its
 * successor began, and was not renewed, as had been thought meanwhile; or to have been renewed before the day of its termination.
 */
export function mayCountForNothing({ found, event }: WalkedFact<Protocol, ProtocolEvent>): boolean {
  if (event.type === 'ProtocolTerminated' || event.type === 'ProtocolTerminationNotified') {
    return found.status === 'RENEWED';
  }
  return (found.status === 'TERMINATED' || found.status === 'EXPIRED') && isUnclaimedRenewal(found, event);
}
