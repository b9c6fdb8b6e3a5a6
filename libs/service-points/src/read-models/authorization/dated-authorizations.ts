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
import {
  isSuspensionByPolicy,
  type AuthorizationStatus,
  type AuthorizationSuspension,
} from '../../domain/authorization/vocabulary.ts';

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
  /** For which of persons it was when it ended: it goes on with those where that is undone. */
  readonly suspendedAtEnd?: readonly AuthorizationSuspension[];
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
      const left = goesOn ? (before?.suspendedAtEnd ?? []) : othersThan(reason, before);
      return { state: left.length > 0 ? 'SUSPENDED' : 'GRANTED', suspendedFor: left };
    }),
    sets(OperatorAuthorizationRevoked, (_revoked, before) => ({ state: 'REVOKED', ...atEnd(before) })),
    sets(OperatorAuthorizationMoved, ({ region, province }) => ({ region, province })),
    sets(OperatorAuthorizationExpired, (_expired, before) => ({ state: 'EXPIRED', ...atEnd(before) })),
  ],
});

/** What it was suspended for by persons goes on where its end is undone; what policies say of that day they say anew. */
function atEnd(before: AuthorizationOnDate | undefined) {
  const suspendedAtEnd = (before?.suspendedFor ?? []).filter((reason) => !isSuspensionByPolicy(reason));
  return { suspendedFor: [], suspendedAtEnd };
}

function othersThan(reason: string, before: AuthorizationOnDate | undefined): readonly AuthorizationSuspension[] {
  return (before?.suspendedFor ?? []).filter((other) => other !== reason);
}
