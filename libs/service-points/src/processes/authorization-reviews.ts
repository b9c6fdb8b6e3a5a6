import { defineProcessManager, give, idOf, when } from '#kernel/domain';
import { midnightInRome } from '#italy';
import {
  OperatorAuthorizationExpired,
  OperatorAuthorizationGranted,
  OperatorAuthorizationReviewed,
  OperatorAuthorizationRevoked,
} from '../domain/authorization/events.ts';
import { expireOperatorAuthorization } from '../use-cases/authorization/by-policy.ts';

/** Name of the deadline at which an authorisation ends that nobody reviewed. */
const OVERDUE = 'overdue';

interface Awaited {
  readonly endsUnlessReviewedOn: string;
}

/** Ends an authorisation at 00:00 in Rome of the day on which its review is overdue beyond the time that is given (K6). */
export const authorizationReviews = defineProcessManager<Awaited>({
  name: 'authorization-reviews',
  gives: [expireOperatorAuthorization],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when([OperatorAuthorizationGranted, OperatorAuthorizationReviewed], (state, { data }, authorizationId) => {
      const { endsUnlessReviewedOn: expiredOn } = data;
      // A review that revokes says nothing of a next one; the revocation follows.
      if (expiredOn === undefined) return { state };
      const command = give(expireOperatorAuthorization, { authorizationId, expiredOn });
      return {
        state: { endsUnlessReviewedOn: expiredOn },
        set: [{ id: OVERDUE, dueAt: midnightInRome(expiredOn), command }],
      };
    }),
    when([OperatorAuthorizationRevoked, OperatorAuthorizationExpired], (state, { data: { to } }) =>
      to === 'REVOKED' || to === 'EXPIRED' ? { state: undefined, clear: [OVERDUE] } : { state },
    ),
  ],
});
