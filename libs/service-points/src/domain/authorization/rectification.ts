import { defineRefusal, type Absent } from '#kernel/domain';
import { addDays, daysFrom, monthsAfter, type LocalDate } from '#italy';
import {
  dateAhead,
  LATEST,
  rectify,
  withItsResumption,
  type Correction,
  type Inconsistency,
  type JudgedFact,
  type Life,
  type Rectification,
  type RectificationRule,
  type Rectified,
  type Surroundings,
  type SuspensionKind,
} from '#use-cases/dated';
import type { OperatorAuthorizationEvent } from './events.ts';
import { asLeft, suspensionsOf, type OperatorAuthorization } from './operator-authorization-state.ts';
import { operatorAuthorizationLife } from './operator-authorization.ts';
import { isSuspensionByPolicy, REVIEWED_IN_TIME, REVOCATIONS_BY_POLICY, WITHDRAWALS_BY_POLICY } from './vocabulary.ts';

type Type = OperatorAuthorizationEvent['type'];
type Fact = JudgedFact<OperatorAuthorizationEvent>;

/** What of each fact can be corrected: its date (T2). */
const CORRECTABLE: Partial<Readonly<Record<Type, readonly string[]>>> = {
  OperatorTrainingRecorded: ['trainedOn'],
  OperatorAuthorizationDeclined: ['declinedOn'],
  OperatorAuthorizationWithdrawn: ['withdrawnOn'],
  OperatorAuthorizationGranted: ['grantedOn'],
  OperatorAuthorizationReviewed: ['reviewedOn'],
  OperatorAuthorizationSuspended: ['suspendedOn'],
  OperatorAuthorizationResumed: ['resumedOn'],
  OperatorAuthorizationRevoked: ['revokedOn'],
};

/** What may never have been. A grant that was none is revoked, and an end that was none is followed by another request. */
const ANNULLABLE: readonly Type[] = [
  'OperatorTrainingRecorded',
  'OperatorAuthorizationSuspended',
  'OperatorAuthorizationResumed',
];

/** It may be suspended for several reasons at a time. */
const SUSPENSIONS: SuspensionKind<OperatorAuthorization, OperatorAuthorizationEvent> = {
  suspended: 'OperatorAuthorizationSuspended',
  resumed: 'OperatorAuthorizationResumed',
  isSame: (one, other) => reasonOf(one) === reasonOf(other),
  standingIn: () => undefined,
  untilOf: () => undefined,
};

function reasonOf({ type, data }: OperatorAuthorizationEvent): string | undefined {
  const isOfSuspension = type === 'OperatorAuthorizationSuspended' || type === 'OperatorAuthorizationResumed';
  return isOfSuspension ? data.reason : undefined;
}

export const authorizationFollowsAnother = defineRefusal(
  'AUTHORIZATION_FACT_FOLLOWS_ANOTHER',
  'The event {revision}, {of}, follows from the point, from its protocol, from an erasure or from a review: rectify that.',
);

/**
 * Refuses to rectify what policies have brought about, or a review with it: it is as what it followed.
 * @throws DomainError AUTHORIZATION_FACT_FOLLOWS_ANOTHER
 */
function refuseFollowing({ revision, event }: Fact): void {
  if (followsAnother(event)) throw authorizationFollowsAnother({ revision, of: event.type });
}

function followsAnother(event: OperatorAuthorizationEvent): boolean {
  const byPolicy: readonly string[] = [...REVOCATIONS_BY_POLICY, ...WITHDRAWALS_BY_POLICY, 'REVIEW'];
  switch (event.type) {
    case 'OperatorAuthorizationSuspended':
      return isSuspensionByPolicy(event.data.reason);
    case 'OperatorAuthorizationResumed':
      return isSuspensionByPolicy(event.data.reason) || event.data.undoes !== undefined;
    case 'OperatorAuthorizationRevoked':
    case 'OperatorAuthorizationWithdrawn':
      return byPolicy.includes(event.data.reason);
    default:
      return event.type === 'OperatorAuthorizationExpired' || event.type === 'OperatorAuthorizationMoved';
  }
}

/** Most months between two reviews that an installation may have chosen. */
const MOST_MONTHS = 240;

/** A day with what is counted from it. */
interface Counted {
  readonly from: LocalDate;
  readonly nextReviewOn: LocalDate;
  readonly endsUnlessReviewedOn: LocalDate;
}

/** The days of a review that is counted from another day: after as many months, and with as many days of grace. */
function countedFrom(from: LocalDate, before: Counted): Omit<Counted, 'from'> {
  const { nextReviewOn: next } = before;
  const chosen = Array.from({ length: MOST_MONTHS }, (_none, month) => month + 1);
  const months = chosen.find((wanted) => monthsAfter(before.from, wanted) === next);
  const nextReviewOn = months === undefined ? addDays(from, daysFrom(before.from, next)) : monthsAfter(from, months);
  return { nextReviewOn, endsUnlessReviewedOn: addDays(nextReviewOn, daysFrom(next, before.endsUnlessReviewedOn)) };
}

/**
 * A correction with what follows from it: the next review, the resumption of a suspension, what a review has ended, and for which activity
 * of its point it is granted.
 */
function withWhatFollows(
  correction: Correction<Type>,
  surroundings: Surroundings<OperatorAuthorization, OperatorAuthorizationEvent>,
  { pointRevision }: Pick<Known, 'pointRevision'>,
): readonly Correction<Type>[] {
  const { revision, changes } = correction;
  const { facts } = surroundings;
  const event = facts.find((fact) => fact.revision === revision)?.event;
  switch (event?.type) {
    case 'OperatorAuthorizationSuspended':
      return withItsResumption(SUSPENSIONS, correction, surroundings);
    case 'OperatorAuthorizationGranted': {
      const { grantedOn: before, ...review } = event.data;
      const from = changes?.grantedOn as LocalDate;
      const seen = pointRevision === undefined ? {} : { pointRevision };
      const moved = {
        ...correction,
        changes: { ...changes, ...seen, ...countedFrom(from, { ...review, from: before }) },
      };
      return [moved, ...whileNotInForce(facts)];
    }
    case 'OperatorAuthorizationReviewed': {
      const { reviewedOn: before, nextReviewOn, endsUnlessReviewedOn, outcome } = event.data;
      const from = changes?.reviewedOn as LocalDate;
      if (outcome === 'REVOKED') {
        const revoked = facts.find(({ revision: next }) => next === revision + 1);
        const moved = revoked && { revision: revoked.revision, of: revoked.event.type, changes: { revokedOn: from } };
        return moved ? [correction, moved] : [correction];
      }
      if (nextReviewOn === undefined || endsUnlessReviewedOn === undefined) return [correction];
      const counted = countedFrom(from, { from: before, nextReviewOn, endsUnlessReviewedOn });
      return [{ ...correction, changes: { ...changes, ...counted } }];
    }
    default:
      return [correction];
  }
}

/**
 * That it was granted before its protocol was in force: a grant is moved to a day on which it was, or later, and that never
 * was so.
 */
function whileNotInForce(facts: readonly Fact[]): Correction<Type>[] {
  return facts.flatMap(({ revision, counts, event }) =>
    counts && reasonOf(event) === 'PROTOCOL_NOT_IN_FORCE' ? [{ revision, of: event.type }] : [],
  );
}

/** Of each fact a date can be corrected, on which it has happened. */
function inconsistencyOf(event: OperatorAuthorizationEvent, today: LocalDate): Inconsistency | undefined {
  return dateAhead(event, CORRECTABLE[event.type] ?? [], today);
}

/** Whether a fact finds what it was decided on. */
function holds(state: OperatorAuthorization | Absent, event: OperatorAuthorizationEvent): boolean {
  if (state.status === 'ABSENT') return event.type === 'OperatorAuthorizationRequested';
  const found = asLeft(state);
  switch (event.type) {
    case 'OperatorAuthorizationGranted':
      return found.trainedOn !== undefined;
    case 'OperatorAuthorizationSuspended':
      return !suspensionsOf(found).some(({ reason }) => reason === event.data.reason);
    case 'OperatorAuthorizationResumed':
      if (event.data.reason === REVIEWED_IN_TIME) return false;
      return event.data.undoes !== undefined || suspensionsOf(found).some(({ reason }) => reason === event.data.reason);
    // What policy makes of reviews is made anew once they are known otherwise: nothing is refused for its sake.
    case 'OperatorAuthorizationExpired':
      return false;
    default:
      return true;
  }
}

/** What an authorisation is rectified with. */
interface Known {
  readonly life: Life<OperatorAuthorizationEvent>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly today: LocalDate;
  /** Revision of the last event of its point, where the day of a grant is corrected. */
  readonly pointRevision?: number | undefined;
}

/** What of an authorisation can be rectified. */
const ruleFor = (known: Known): RectificationRule<OperatorAuthorization, OperatorAuthorizationEvent> => ({
  told: operatorAuthorizationLife,
  correctable: CORRECTABLE,
  annullable: ANNULLABLE,
  refuseOthers: refuseFollowing,
  withWhatFollows: (correction, surroundings) => withWhatFollows(correction, surroundings, known),
  inconsistencyOf,
  holds,
  // As all that moves an authorisation: no fact lies ahead, but for a clock that is behind that of whoever wrote it.
  standing: (life) => operatorAuthorizationLife.judgedOn(life, LATEST) as OperatorAuthorization,
  say: (what, { before, after, fact: { on } }) => ({
    type: 'OperatorAuthorizationRectified',
    data: { ...what, on, pointId: after.pointId, from: before.status, to: after.status, standing: standingOf(after) },
  }),
});

/** Since when it holds, when it is reviewed, and since when it does not hold any more, as far as that is so. */
function standingOf(state: OperatorAuthorization) {
  if (!('grantedOn' in state)) return {};
  const { grantedOn, nextReviewOn, endsUnlessReviewedOn } = state;
  return { grantedOn, nextReviewOn, endsUnlessReviewedOn, ...('ended' in state ? { endedOn: state.ended.on } : {}) };
}

/**
 * The events that rectify a fact of an authorisation, with what follows from it, and what becomes of the authorisation.
 * @throws DomainError one of `rectificationRefusals` and `otherFactsRefusals`, or AUTHORIZATION_FACT_FOLLOWS_ANOTHER
 */
export function rectifiedAuthorization(
  rectification: Rectification,
  known: Known,
): Rectified<OperatorAuthorization, OperatorAuthorizationEvent> {
  return rectify(ruleFor(known), rectification, known);
}
