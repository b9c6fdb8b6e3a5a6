import { defineDatedKind, settingOf } from '#use-cases';
import {
  OperatorAuthorizationDeclined,
  OperatorAuthorizationExpired,
  OperatorAuthorizationGranted,
  OperatorAuthorizationMoved,
  OperatorAuthorizationRequested,
  OperatorAuthorizationResumed,
  OperatorAuthorizationReviewed,
  OperatorAuthorizationRevoked,
  OperatorAuthorizationSuspended,
  OperatorAuthorizationWithdrawn,
  operatorAuthorizationEvents,
} from '../../domain/authorization/events.ts';
import { operatorAuthorizationLife } from '../../domain/authorization/operator-authorization.ts';
import { suspensionsOf, type OperatorAuthorization } from '../../domain/authorization/operator-authorization-state.ts';
import type { AuthorizationStatus, AuthorizationSuspension } from '../../domain/authorization/vocabulary.ts';

/** What holds of the authorisation of an operator on a date. */
export interface AuthorizationOnDate {
  readonly state: AuthorizationStatus;
  readonly pointId: string;
  readonly region: string;
  readonly province: string;
  /** When it is to be reviewed. */
  readonly nextReviewOn?: string;
  /** The day on which it ends if nobody reviews it before. */
  readonly endsUnlessReviewedOn?: string;
  /** For which reasons it is suspended. */
  readonly suspendedFor?: readonly AuthorizationSuspension[];
}

const sets = settingOf<AuthorizationOnDate, OperatorAuthorization>();

/** What the events of an authorisation set of it, from their legal day on. Who the operator is plays no part. */
export const datedAuthorizations = defineDatedKind<AuthorizationOnDate>({
  thing: 'OperatorAuthorization',
  events: operatorAuthorizationEvents,
  told: operatorAuthorizationLife,
  on: [
    sets(OperatorAuthorizationRequested, ({ pointId, region, province }) => ({
      state: 'REQUESTED',
      ...{ pointId, region, province },
    })),
    sets(OperatorAuthorizationDeclined, () => ({ state: 'DECLINED' })),
    sets(OperatorAuthorizationWithdrawn, () => ({ state: 'WITHDRAWN' })),
    sets(OperatorAuthorizationGranted, ({ nextReviewOn, endsUnlessReviewedOn }) => ({
      ...{ state: 'GRANTED', nextReviewOn, endsUnlessReviewedOn },
    })),
    sets(OperatorAuthorizationReviewed, ({ nextReviewOn, endsUnlessReviewedOn }) =>
      nextReviewOn === undefined || endsUnlessReviewedOn === undefined ? {} : { nextReviewOn, endsUnlessReviewedOn },
    ),
    sets(OperatorAuthorizationSuspended, ({ reason }, before) => ({
      state: 'SUSPENDED',
      suspendedFor: [...othersThan(reason, before), reason],
    })),
    // Where an end is undone, it goes on with more than the event says.
    sets(OperatorAuthorizationResumed, (_resumed, _before, authorization) => ({
      state: authorization.status,
      suspendedFor: suspensionsOf(authorization).map(({ reason }) => reason),
      ...('nextReviewOn' in authorization
        ? { nextReviewOn: authorization.nextReviewOn, endsUnlessReviewedOn: authorization.endsUnlessReviewedOn }
        : {}),
    })),
    sets(OperatorAuthorizationRevoked, () => ({ state: 'REVOKED', suspendedFor: [] })),
    sets(OperatorAuthorizationMoved, ({ region, province }) => ({ region, province })),
    sets(OperatorAuthorizationExpired, () => ({ state: 'EXPIRED', suspendedFor: [] })),
  ],
});

function othersThan(reason: string, before: AuthorizationOnDate | undefined): readonly AuthorizationSuspension[] {
  return (before?.suspendedFor ?? []).filter((other) => other !== reason);
}
