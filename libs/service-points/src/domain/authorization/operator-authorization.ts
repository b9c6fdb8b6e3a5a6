import type { Absent, EventOf } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { defineDatedAggregate, defineLife, type Lived } from '#use-cases/dated';
import type { OperatorAuthorizationEvent, OperatorAuthorizationGranted } from './events.ts';
import { REVIEWED_IN_TIME } from './vocabulary.ts';
import {
  aside,
  evolve,
  isLeftEnded,
  type EndedAuthorization,
  type OperatorAuthorization,
} from './operator-authorization-state.ts';

const STANDING = ['GRANTED', 'SUSPENDED'] as const;

/** Tells whether an authorisation does not hold since it was revoked for a reason on a day. */
export function isRevokedFor(
  state: OperatorAuthorization | Absent,
  reason: string,
  revokedOn: LocalDate,
): state is EndedAuthorization {
  return state.status === 'REVOKED' && state.ended.reason === reason && state.ended.on === revokedOn;
}

/** Tells whether an authorisation ended on a day for want of a review that, as is known now, was made in time. */
export function isExpiredInError(
  state: OperatorAuthorization | Absent,
  expiredOn?: LocalDate,
): state is EndedAuthorization {
  if (state.status !== 'EXPIRED' || (expiredOn !== undefined && state.ended.on !== expiredOn)) return false;
  return state.endsUnlessReviewedOn > state.ended.on;
}

/** How the life of an authorisation is told by legal dates. */
export const operatorAuthorizationLife = defineLife<OperatorAuthorization, OperatorAuthorizationEvent>({
  evolve,
  aside,
  dating: {
    OperatorTrainingRecorded: { in: ['REQUESTED', ...STANDING], date: 'trainedOn' },
    OperatorAuthorizationDeclined: { in: ['REQUESTED'], date: 'declinedOn' },
    OperatorAuthorizationWithdrawn: { in: ['REQUESTED'], date: 'withdrawnOn' },
    OperatorAuthorizationGranted: { in: ['REQUESTED'], date: 'grantedOn' },
    OperatorAuthorizationReviewed: { in: STANDING, date: 'reviewedOn' },
    OperatorAuthorizationSuspended: { in: STANDING, date: 'suspendedOn' },
    OperatorAuthorizationResumed: {
      in: ['SUSPENDED', 'REVOKED', 'EXPIRED'],
      when: (state: OperatorAuthorization, { reason, undoes, asLeft }) => {
        if (undoes === undefined) return state.status === 'SUSPENDED';
        if (asLeft && isLeftEnded(state)) return false;
        return reason === REVIEWED_IN_TIME ? isExpiredInError(state, undoes) : isRevokedFor(state, reason, undoes);
      },
      date: 'resumedOn',
    },
    OperatorAuthorizationRevoked: { in: STANDING, date: 'revokedOn' },
    OperatorAuthorizationExpired: { in: STANDING, date: 'expiredOn' },
    OperatorAuthorizationMoved: { date: 'movedOn' },
  },
  rectifiedBy: 'OperatorAuthorizationRectified',
});

/** That a person of the host may work at a point, for some services (circolare INPS 104/2016). */
export const operatorAuthorization = defineDatedAggregate<OperatorAuthorization, OperatorAuthorizationEvent>({
  category: 'OperatorAuthorization',
  called: 'the authorisation',
  codes: {
    notFound: 'OPERATOR_AUTHORIZATION_NOT_FOUND',
    alreadyExists: 'OPERATOR_AUTHORIZATION_ALREADY_REQUESTED',
    stateForbids: 'OPERATOR_AUTHORIZATION_STATE_FORBIDS',
  },
  told: operatorAuthorizationLife,
  scopeOf: ({ region, province, hostId }) => ({ region, province, host: hostId }),
  // No command of a person moves it: it goes with its point, by policy alone.
  moves: false,
  subjectsOf: (event) => (event.type === 'OperatorAuthorizationRequested' ? [event.data.subject] : []),
});

/** An authorisation with all that was written of it. */
export type LivedAuthorization = Lived<OperatorAuthorization, OperatorAuthorizationEvent>;

/** The grant of an authorisation as it is known now; undefined where there is none. */
export function grantOf({
  life,
}: Pick<LivedAuthorization, 'life'>): EventOf<typeof OperatorAuthorizationGranted>['data'] | undefined {
  const granted = operatorAuthorizationLife
    .facts(life)
    .find(({ event, counts }) => counts && event.type === 'OperatorAuthorizationGranted');
  return granted?.event.type === 'OperatorAuthorizationGranted' ? granted.event.data : undefined;
}
