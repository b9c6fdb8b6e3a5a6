import { defineRefusals } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { stateToday, type Life } from '#use-cases/dated';
import type { ProtocolEvent } from './events.ts';
import { renewalBy } from './moved-renewal.ts';
import { protocolLife } from './protocol-life.ts';
import type { Protocol } from './protocol-state.ts';

/** What is refused of a protocol whose end is about to follow the entry into force of its successor. */
export const moveToFollowRefusals = defineRefusals({
  RENEWAL_MOVING: [
    'Its end is being moved to {effectiveDate}, on which the protocol that renews it has begun: try again in a moment.',
    'conflict',
    { retryAfter: 2 },
  ],
});

/**
 * Which days a protocol has is decided once its end has followed the entry into force of its successor, which has claimed for it the days that
 * it gains by its life as that was.
 * @param life all that is written of it
 * @param now milliseconds since the epoch
 * @throws DomainError RENEWAL_MOVING
 */
export function refuseWhileMoving(life: Life<ProtocolEvent>, now: number): void {
  const effectiveDate = moveToFollow(life, now);
  if (effectiveDate !== undefined) throw moveToFollowRefusals.RENEWAL_MOVING({ effectiveDate });
}

/** The day to which its end is to follow its successor; undefined where it has, or none was moved. */
function moveToFollow(life: Life<ProtocolEvent>, now: number): LocalDate | undefined {
  const { moves = [] } = stateToday(protocolLife, life, now) as Protocol;
  const followed = new Set(
    life.map(({ event }) => (event.type === 'ProtocolRectified' ? event.data.claimedBy : undefined)),
  );
  return moves.findLast(
    ({ successorId, effectiveDate, forCommandId }) =>
      !followed.has(forCommandId) && renewalBy(life, successorId)?.on !== effectiveDate,
  )?.effectiveDate;
}
