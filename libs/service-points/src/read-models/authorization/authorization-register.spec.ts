import { projection } from '#kernel/specification';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import {
  authorizationRevoked,
  grantedAuthorization,
  requestedAuthorization,
  trained,
} from '../../specification/sample-authorization.ts';
import { authorizationRegister } from './authorization-register.ts';

const granted = grantedAuthorization('2026-02-06', { nextReviewOn: '2027-02-06', endsUnlessReviewedOn: '2027-03-09' });
const told = (...events: OperatorAuthorizationEvent[]) =>
  projection(authorizationRegister)
    .given<OperatorAuthorizationEvent>(
      ...[requestedAuthorization, trained, granted, ...events].map(
        (event): [OperatorAuthorizationEvent, { stream: string }] => [
          event,
          { stream: 'OperatorAuthorization-auth-1' },
        ],
      ),
    )
    .document('auth-1');

describe('K6: why an authorisation ended', () => {
  it('is what a person has ended it for, also aside from what policy had, which may be undone', () => {
    const byPoint = authorizationRevoked('POINT_DEACTIVATED', '2026-02-10');
    expect(told(byPoint)).toMatchObject({ state: 'REVOKED', revokedFor: 'POINT_DEACTIVATED' });
    expect(told(byPoint, authorizationRevoked('SECURITY', '2026-02-15'))).toMatchObject({
      ...{ state: 'REVOKED', revokedFor: 'SECURITY' },
    });
  });
});
