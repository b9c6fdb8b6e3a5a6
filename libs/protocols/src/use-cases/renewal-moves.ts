import { defineRefusals, type Absent } from '#kernel/domain';
import type { Life, Lived, Rectification } from '#use-cases/dated';
import type { WantedCoverage } from '../domain/coverage/coverage-claim.ts';
import { coveredPeriods, gainedPeriods } from '../domain/covered-periods.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import { endOtherwise, firstLostAct, isRenewalBy, movedRenewal, type RenewalMove } from '../domain/moved-renewal.ts';
import { pointsOn } from '../domain/points-on.ts';
import { endedOn, isBinding, type Protocol } from '../domain/protocol-state.ts';
import { predecessorChanged, renewalRefusals, requireAfterEnd } from './renewal-claim.ts';

type Predecessor = Lived<Protocol, ProtocolEvent>;

/** The entry into force of a protocol before and after it is rectified, with the protocol that it renews. */
export interface MovedEntry {
  readonly before: Protocol;
  readonly after: Protocol;
  /** All that was written of it, by then. */
  readonly life: { readonly after: Life<ProtocolEvent> };
  readonly predecessor: Predecessor | Absent | undefined;
  readonly rectification: Pick<Rectification, 'reason' | 'act'>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const refuse = defineRefusals({
  RENEWAL_AFTER_END:
    'The protocol that it renews ends on {endsOn}, before {effectiveDate}, and its points with it: choose that day or an ' +
    'earlier one.',
  PREDECESSOR_ACTED_ON:
    'Of the protocol that it renews, the event {revision}, {of} of {on}, does not lie before {effectiveDate}: rectify that ' +
    'one first.',
  PREDECESSOR_NOT_TOLD: [
    'The protocol that it renews is being ended for the entry into force as it was: try again in a moment.',
    'conflict',
  ],
});

/** What {@link requireToFollow} refuses. */
export const movedRenewalRefusals = [
  ...[refuse.RENEWAL_AFTER_END, refuse.PREDECESSOR_ACTED_ON, refuse.PREDECESSOR_NOT_TOLD, predecessorChanged],
  ...[renewalRefusals.RENEWAL_BEFORE_PREDECESSOR, renewalRefusals.RENEWAL_BEFORE_END],
];

/** The older protocol, where it was ended by the entry into force and that is moved: its end is to follow. */
export function followingPredecessor({ before, after, predecessor }: MovedEntry): Predecessor | undefined {
  if (!predecessor || predecessor.status === 'ABSENT') return undefined;
  if (!('effectiveDate' in before) || !('effectiveDate' in after)) return undefined;
  if (before.effectiveDate === after.effectiveDate) return undefined;
  return successorsOf(predecessor).includes(before.id) ? predecessor : undefined;
}

/**
 * The older protocol, where it had ended for something else and is to be told all the same: on the day to which the entry into force is moved,
 * which goes first; or a renewal by this one is written of it, which may count again.
 */
export function predecessorToTell({ before, after, predecessor }: MovedEntry): Predecessor | undefined {
  if (!predecessor || predecessor.status === 'ABSENT' || !('effectiveDate' in before)) return undefined;
  const { effectiveDate, id } = beginning(after);
  if (effectiveDate === before.effectiveDate) return undefined;
  const isTold = endedOn(predecessor) === effectiveDate || predecessor.life.some(({ event }) => isRenewalBy(event, id));
  return isTold ? predecessor : undefined;
}

/** Of a protocol that was renewed, or is about to be. */
function successorsOf(predecessor: Protocol): readonly string[] {
  if (predecessor.status === 'RENEWED') return [predecessor.successorId];
  return isBinding(predecessor) ? (predecessor.renewals ?? []).map(({ successorId }) => successorId) : [];
}

/**
 * Looks whether the older protocol can end on the day on which the newer one has begun in truth: on a day on which it was in
 * force, and not before what was done under it (P6).
 * @throws DomainError one of {@link movedRenewalRefusals}
 */
export function requireToFollow(entry: MovedEntry): void {
  const predecessor = followingPredecessor(entry);
  if (!predecessor) {
    requireAfterPredecessor(entry);
    return;
  }
  if (predecessor.status !== 'RENEWED') throw refuse.PREDECESSOR_NOT_TOLD();
  const { effectiveDate } = beginning(entry.after);
  const { effectiveDate: inForceFrom } = predecessor;
  if (effectiveDate < inForceFrom) {
    throw renewalRefusals.RENEWAL_BEFORE_PREDECESSOR({ effectiveDate, inForceFrom });
  }
  const moved = movedRenewal(predecessor, moveOf(entry, effectiveDate), entry);
  if (!moved) return;
  const { otherwise } = moved;
  const endsOn = endOtherwise(otherwise);
  // One that had ended before anybody knew of the entry has ended then, where that was later.
  const hadEnded = otherwise.status !== 'ABSENT' && endedOn(otherwise) !== undefined;
  if (!hadEnded && (endsOn === undefined || endsOn < effectiveDate)) {
    throw refuse.RENEWAL_AFTER_END({ endsOn, effectiveDate });
  }
  const lost = firstLostAct(predecessor.life, moved.life);
  if (!lost) return;
  const { revision, event, on } = lost;
  throw refuse.PREDECESSOR_ACTED_ON({ revision, of: event.type, on, effectiveDate });
}

/** The older protocol that has ended for something else has ended before the newer one begins. */
function requireAfterPredecessor({ before, after, predecessor }: MovedEntry): void {
  if (!predecessor || predecessor.status === 'ABSENT' || !('effectiveDate' in before)) return;
  const { effectiveDate } = beginning(after);
  if (effectiveDate !== before.effectiveDate) requireAfterEnd(predecessor, effectiveDate);
}

/** The days between that the older protocol covers its points by then, claimed for it by the command on the newer one. */
export function predecessorCoverage(entry: MovedEntry): readonly WantedCoverage[] {
  const predecessor = followingPredecessor(entry);
  if (!predecessor) return [];
  // Where it is moved twice, and the older one has not been told of the first time, from where that has left it.
  const [had, has] = [entry.before, entry.after].map((state) => {
    const { effectiveDate } = beginning(state);
    const life = movedRenewal(predecessor, moveOf(entry, effectiveDate), entry)?.life ?? predecessor.life;
    return coveredPeriods(life, predecessor);
  });
  if (!had || !has) return [];
  const sharing = { withPredecessor: false, withSuccessors: true };
  return [{ protocol: predecessor, periods: gainedPeriods(had, has), sharing, actsOn: entry.after.id }];
}

function moveOf({ after, life, rectification }: MovedEntry, effectiveDate: string): RenewalMove {
  const { effectiveDate: begins } = beginning(after);
  return { successorId: after.id, effectiveDate, successorPoints: pointsOn(life.after, begins), ...rectification };
}

/** Of a protocol that has one, as {@link followingPredecessor} has looked. */
function beginning(state: Protocol): { readonly effectiveDate: string; readonly id: string } {
  return state as Extract<Protocol, { readonly effectiveDate: string }>;
}
