import { startOf } from '#use-cases/dated';
import type { OperatorAuthorizationEvent } from '../domain/authorization/events.ts';
import type { AuthorizationStatus, AuthorizationSuspension, Revocation } from '../domain/authorization/vocabulary.ts';

/** A fact with the instant from which law lets it count: 00:00 in Rome of a date. */
export function dated(date: string, event: OperatorAuthorizationEvent): OperatorAuthorizationEvent {
  return { ...event, effectiveAt: startOf(date) };
}

const change = (from: AuthorizationStatus, to: AuthorizationStatus) => ({ from, to });

/** Asked for at the point of {@link activePoint}, for two profiles. */
export const requestedAuthorization: OperatorAuthorizationEvent = {
  type: 'OperatorAuthorizationRequested',
  data: {
    ...{ authorizationId: 'auth-1', pointId: 'point-1', hostId: 'host-1', region: '08', province: '037' },
    ...{ operatorId: 'clerk-7', subject: 'subject-1', profiles: ['CONSULTAZIONE', 'PRENOTAZIONE'] },
    operator: { subject: 'subject-1', field: 'OperatorAuthorizationRequested.operator', sealed: 'bm90IG9wZW5lZA' },
  } as never,
};

export const trained: OperatorAuthorizationEvent = dated('2026-02-05', {
  type: 'OperatorTrainingRecorded',
  data: { pointId: 'point-1', trainedOn: '2026-02-05', course: 'Punto Cliente di Servizio' },
});

/** What a grant of that day says, under the protocol `p-1`. */
export function grantedAuthorization(
  grantedOn: string,
  review: { readonly nextReviewOn: string; readonly endsUnlessReviewedOn: string },
): OperatorAuthorizationEvent {
  return dated(grantedOn, {
    type: 'OperatorAuthorizationGranted',
    data: {
      ...{ pointId: 'point-1', protocolId: 'p-1', profiles: ['CONSULTAZIONE', 'PRENOTAZIONE'], grantedOn },
      ...review,
      ...change('REQUESTED', 'GRANTED'),
    },
  });
}

/** Granted since 10 February 2026, to be reviewed in a year. */
export const granted: OperatorAuthorizationEvent = grantedAuthorization('2026-02-10', {
  nextReviewOn: '2027-02-10',
  endsUnlessReviewedOn: '2027-03-13',
});

/** It is suspended for its first reason. */
export function authorizationSuspended(
  reason: AuthorizationSuspension,
  suspendedOn: string,
): OperatorAuthorizationEvent {
  return dated(suspendedOn, {
    type: 'OperatorAuthorizationSuspended',
    data: { pointId: 'point-1', reason, suspendedOn, ...change('GRANTED', 'SUSPENDED') },
  });
}

/** It is revoked while it holds. */
export function authorizationRevoked(reason: Revocation, revokedOn: string): OperatorAuthorizationEvent {
  return dated(revokedOn, {
    type: 'OperatorAuthorizationRevoked',
    data: { pointId: 'point-1', reason, revokedOn, ...change('GRANTED', 'REVOKED') },
  });
}
