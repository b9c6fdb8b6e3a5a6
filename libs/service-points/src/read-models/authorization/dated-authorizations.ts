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
import type { AuthorizationStatus, AuthorizationSuspension } from '../../domain/authorization/vocabulary.ts';

/** What holds of the authorisation of an operator on a date. */
export interface AuthorizationOnDate {
  readonly state: AuthorizationStatus;
  readonly pointId: string;
  readonly region: string;
  readonly province: string;
  /** When it is to be reviewed. */
  readonly nextReviewOn?: string;
  /** For which reasons it is suspended. */
  readonly suspendedFor?: readonly AuthorizationSuspension[];
}

const sets = settingOf<AuthorizationOnDate>();

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
    sets(OperatorAuthorizationGranted, ({ nextReviewOn }) => ({ state: 'GRANTED', nextReviewOn })),
    sets(OperatorAuthorizationReviewed, ({ nextReviewOn }) => (nextReviewOn === undefined ? {} : { nextReviewOn })),
    sets(OperatorAuthorizationSuspended, ({ reason }, before) => ({
      state: 'SUSPENDED',
      suspendedFor: [...othersThan(reason, before), reason],
    })),
    sets(OperatorAuthorizationResumed, ({ reason, goesOn }, before) => {
      const left = goesOn?.suspendedFor ?? othersThan(reason, before);
      return { state: left.length > 0 ? 'SUSPENDED' : 'GRANTED', suspendedFor: left };
    }),
    sets(OperatorAuthorizationRevoked, () => ({ state: 'REVOKED', suspendedFor: [] })),
    sets(OperatorAuthorizationMoved, ({ region, province }) => ({ region, province })),
    sets(OperatorAuthorizationExpired, () => ({ state: 'EXPIRED', suspendedFor: [] })),
  ],
});

function othersThan(reason: string, before: AuthorizationOnDate | undefined): readonly AuthorizationSuspension[] {
  return (before?.suspendedFor ?? []).filter((other) => other !== reason);
}
