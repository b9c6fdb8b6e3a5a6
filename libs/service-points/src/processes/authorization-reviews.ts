import { defineProcessManager, give, idOf, when, type Reaction, type WantedCommand } from '#kernel/domain';
import { midnightInRome, romeDateAt } from '#italy';
import {
  OperatorAuthorizationExpired,
  OperatorAuthorizationGranted,
  OperatorAuthorizationRectified,
  OperatorAuthorizationResumed,
  OperatorAuthorizationReviewed,
  OperatorAuthorizationRevoked,
} from '../domain/authorization/events.ts';
import { isEnd } from '../domain/authorization/vocabulary.ts';
import { alignAuthorizationWithReviews } from '../use-cases/authorization/align-authorization-with-reviews.ts';
import { expireOperatorAuthorization } from '../use-cases/authorization/by-policy.ts';

/** Name of the deadline at which an authorisation ends that nobody reviewed. */
const OVERDUE = 'overdue';

interface Awaited {
  readonly endsUnlessReviewedOn: string;
}

/**
 * Ends an authorisation at 00:00 in Rome of the day on which its review is overdue beyond the time that is given (K6), and has it
 * looked at anew where it has ended and something else becomes known of its reviews.
 */
export const authorizationReviews = defineProcessManager<Awaited>({
  name: 'authorization-reviews',
  gives: [expireOperatorAuthorization, alignAuthorizationWithReviews],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(OperatorAuthorizationGranted, (state, { data: { endsUnlessReviewedOn, to }, recordedAt }, authorizationId) =>
      // One that is recorded late may have ended since.
      isEnd(to)
        ? { state, commands: onceOverdue(authorizationId, endsUnlessReviewedOn, recordedAt) }
        : awaiting(authorizationId, endsUnlessReviewedOn),
    ),
    // A revocation has lost its cause: it is reviewed as before.
    when(OperatorAuthorizationResumed, (state, { data: { goesOn, to }, recordedAt }, authorizationId) => {
      if (!goesOn) return { state };
      const { endsUnlessReviewedOn } = goesOn;
      if (!isEnd(to)) return awaiting(authorizationId, endsUnlessReviewedOn);
      // An expiry of before counts again, and reviews may have become known while it did not.
      const commands =
        to === 'EXPIRED'
          ? [give(alignAuthorizationWithReviews, { authorizationId })]
          : onceOverdue(authorizationId, endsUnlessReviewedOn, recordedAt);
      return { state, commands };
    }),
    when(OperatorAuthorizationReviewed, (state, { data }, authorizationId) => {
      const { endsUnlessReviewedOn } = data.standing ?? data;
      // A review that revokes says nothing of a next one, and the revocation follows.
      if (endsUnlessReviewedOn === undefined) return { state };
      // It has ended: where for want of this very review, it has not.
      if (!state) return { state, commands: [give(alignAuthorizationWithReviews, { authorizationId })] };
      // Made on a day on which it had ended, before that was carried out.
      const { endsUnlessReviewedOn: due } = state;
      if (due <= data.reviewedOn) return { state, commands: [expire(authorizationId, due)] };
      return awaiting(authorizationId, endsUnlessReviewedOn);
    }),
    when(OperatorAuthorizationRectified, (state, { data: { of, to, standing } }, authorizationId) => {
      const { endsUnlessReviewedOn } = standing;
      // Ended otherwise, its review may have been overdue before that; and a review that was made later than was known, before it.
      const isOfReview = of === 'OperatorAuthorizationReviewed' || of === 'OperatorAuthorizationGranted';
      const commands = isEnd(to) || isOfReview ? [give(alignAuthorizationWithReviews, { authorizationId })] : [];
      if (isEnd(to) || endsUnlessReviewedOn === undefined || endsUnlessReviewedOn === state?.endsUnlessReviewedOn) {
        return { state, commands };
      }
      return { ...awaiting(authorizationId, endsUnlessReviewedOn), commands };
    }),
    when([OperatorAuthorizationRevoked, OperatorAuthorizationExpired], (state, event, authorizationId) => {
      const { data, recordedAt } = event;
      if (!isEnd(data.to)) return { state };
      const due = state?.endsUnlessReviewedOn;
      const commands = due === undefined ? [] : onceOverdue(authorizationId, due, recordedAt);
      return { state: undefined, clear: [OVERDUE], commands: 'revokedOn' in data ? commands : [] };
    }),
  ],
});

/** Has one that has ended looked at whose review was overdue by the day on which that is recorded: it may have ended for that before. */
function onceOverdue(authorizationId: string, due: string, recordedAt: string): readonly WantedCommand[] {
  return due <= romeDateAt(recordedAt) ? [give(alignAuthorizationWithReviews, { authorizationId })] : [];
}

function awaiting(authorizationId: string, endsUnlessReviewedOn: string): Reaction<Awaited> {
  const command = expire(authorizationId, endsUnlessReviewedOn);
  return {
    state: { endsUnlessReviewedOn },
    set: [{ id: OVERDUE, dueAt: midnightInRome(endsUnlessReviewedOn), command }],
  };
}

function expire(authorizationId: string, expiredOn: string): WantedCommand {
  return give(expireOperatorAuthorization, { authorizationId, expiredOn });
}
