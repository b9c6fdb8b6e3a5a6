import {
  CLAIM_PATIENCE_MS,
  commandAbandoned,
  defineRefusal,
  defineRefusals,
  toTimestamp,
  type Claim,
} from '#kernel/domain';
import type { Life, Lived } from '#use-cases/dated';
import type { ProtocolEvent } from '../domain/events.ts';
import { endedOn, isBinding, type ClaimedRenewal, type Protocol } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';

type Known = ReturnType<typeof protocol.initialState>;

/** What a successor is refused by the protocol that it renews. */
export const renewalRefusals = defineRefusals({
  RENEWED_BY_ANOTHER: [
    'Another protocol renews it from {effectiveDate} on: withdraw that entry into force first.',
    'conflict',
  ],
  RENEWAL_BEFORE_PREDECESSOR:
    'The protocol that it renews is in force from {inForceFrom}, after {effectiveDate}: choose that day or a later one.',
  RENEWAL_BEFORE_END:
    'The protocol that it renews ended on {endedOn}, after {effectiveDate}: choose that day or a later one.',
});

export const predecessorChanged = defineRefusal(
  'PREDECESSOR_CHANGED',
  'Something is being recorded of the protocol that it renews: try again in a moment.',
  'conflict',
  { retryAfter: 2 },
);

/** What a protocol is refused by the one that renews it. */
export const successorRefusals = defineRefusals({
  SUCCESSOR_BEGINS_BEFORE: [
    'The protocol that renews it enters into force on {renewedOn}, before {effectiveDate}: choose that day or an earlier ' +
      'one, or correct that entry into force first.',
    'conflict',
  ],
});

/**
 * A protocol begins before it is renewed, also where its end has not been recorded yet.
 * @throws DomainError SUCCESSOR_BEGINS_BEFORE
 */
export function requireBeforeSuccessor(state: Protocol): void {
  if (!isBinding(state)) return;
  const { effectiveDate, renewals = [] } = state;
  const first = renewals.find((renewal) => renewal.effectiveDate < effectiveDate);
  if (first) throw successorRefusals.SUCCESSOR_BEGINS_BEFORE({ renewedOn: first.effectiveDate, effectiveDate });
}

/**
 * The claim by which a protocol that renews another tells it so: a protocol has one successor at a time, and its end waits
 * for the entry into force of the successor. A protocol that has ended needs no telling.
 * @param effectiveDate first day in force of the successor
 * @returns nothing for a protocol that renews none
 * @throws DomainError when claimed, those of {@link renewalRefusals}
 */
export function renewalOf({ id, renews }: Pick<Protocol, 'id' | 'renews'>, effectiveDate: string): Claim[] {
  if (renews === undefined) return [];
  const isThis = ({ successorId, effectiveDate: date }: ClaimedRenewal): boolean =>
    successorId === id && date === effectiveDate;
  const standingOf = (state: Known, commandId: string): ClaimedRenewal | undefined =>
    renewalsOf(state).find(({ forCommandId }) => forCommandId === commandId);
  const claim: Claim<Known, ProtocolEvent> = {
    on: protocol,
    id: renews,
    what: { successorId: id, effectiveDate },
    claim: (state, { commandId, now }) => {
      const standing = standingOf(state, commandId);
      if (standing) {
        if (isThis(standing)) return [];
        throw commandAbandoned({ commandId });
      }
      refuseUnfit(state, id, effectiveDate);
      if (!isBinding(state)) return [];
      const actBy = toTimestamp(now + CLAIM_PATIENCE_MS);
      const data = { successorId: id, effectiveDate, forCommandId: commandId, actBy };
      return [{ type: 'ProtocolRenewalClaimed', data }];
    },
    stands: (state, { commandId }) => {
      const standing = standingOf(state, commandId);
      return standing ? isThis(standing) : !isBinding(state);
    },
    release: (state, { commandId }) => renewalRelease(state, commandId),
  };
  return [claim];
}

/**
 * The claim by which a protocol whose entry into force is moved tells the one that has ended for it: of that nothing is recorded that changes its
 * days until its end has followed. It is made on the older one as it was looked at, so that nothing is recorded between.
 * @param effectiveDate first day in force of the successor, as it is known now
 * @throws DomainError when claimed: PREDECESSOR_CHANGED where that is so since it was looked at
 */
export function renewalMoveOf(
  successorId: string,
  predecessor: Lived<Protocol, ProtocolEvent>,
  effectiveDate: string,
): Claim<Known, ProtocolEvent> {
  const after = lastFact(predecessor.life);
  const isThis = (move: ClaimedRenewal): boolean =>
    move.successorId === successorId && move.effectiveDate === effectiveDate;
  const standingOf = (state: Known, commandId: string): ClaimedRenewal | undefined =>
    movesOf(state).find(({ forCommandId }) => forCommandId === commandId);
  return {
    on: protocol,
    id: predecessor.id,
    what: { successorId, effectiveDate, moves: true, after },
    claim: (state, { commandId, now }) => {
      const standing = standingOf(state, commandId);
      if (standing && !isThis(standing)) throw commandAbandoned({ commandId });
      if (state.status === 'ABSENT' || lastFact(state.life) !== after) {
        throw predecessorChanged();
      }
      if (standing) return [];
      const actBy = toTimestamp(now + CLAIM_PATIENCE_MS);
      const data = { successorId, effectiveDate, forCommandId: commandId, actBy, moves: true as const };
      return [{ type: 'ProtocolRenewalClaimed', data }];
    },
    stands: (state, { commandId }) => {
      const standing = standingOf(state, commandId);
      return standing !== undefined && isThis(standing);
    },
    release: (state, { commandId }) => renewalRelease(state, commandId),
  };
}

/** Revision of the last fact of a protocol, whatever was claimed of it since. */
function lastFact(life: Life<ProtocolEvent>): number | undefined {
  return life.findLast(({ event: { type } }) => type !== 'ProtocolRenewalClaimed' && type !== 'ProtocolRenewalReleased')
    ?.revision;
}

/** The events that tell a protocol that its successor does not come as was claimed; none when nothing was. */
export function renewalRelease(state: Known, forCommandId: string): ProtocolEvent[] {
  return [...renewalsOf(state), ...movesOf(state)]
    .filter((renewal) => renewal.forCommandId === forCommandId)
    .map(({ successorId }) => ({ type: 'ProtocolRenewalReleased', data: { successorId, forCommandId } }));
}

function renewalsOf(state: Known): readonly ClaimedRenewal[] {
  return state.status === 'ABSENT' ? [] : (state.renewals ?? []);
}

function movesOf(state: Known): readonly ClaimedRenewal[] {
  return state.status === 'ABSENT' ? [] : (state.moves ?? []);
}

function refuseUnfit(state: Known, successorId: string, effectiveDate: string): void {
  const another = renewalsOf(state).find((renewal) => renewal.successorId !== successorId);
  if (another && isBinding(state)) throw renewalRefusals.RENEWED_BY_ANOTHER({ effectiveDate: another.effectiveDate });
  if (!('effectiveDate' in state)) return;
  if (effectiveDate < state.effectiveDate) {
    throw renewalRefusals.RENEWAL_BEFORE_PREDECESSOR({ effectiveDate, inForceFrom: state.effectiveDate });
  }
  requireAfterEnd(state, effectiveDate);
}

/**
 * A protocol begins on the day on which the one that it renews has ended, or later.
 * @throws DomainError RENEWAL_BEFORE_END
 */
export function requireAfterEnd(predecessor: Protocol, effectiveDate: string): void {
  const ended = endedOn(predecessor);
  if (ended !== undefined && effectiveDate < ended) {
    throw renewalRefusals.RENEWAL_BEFORE_END({ effectiveDate, endedOn: ended });
  }
}
