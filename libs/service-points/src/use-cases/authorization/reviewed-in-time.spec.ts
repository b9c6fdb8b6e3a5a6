import { specify } from '#use-cases/specification';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import {
  dated,
  grantedAuthorization,
  requestedAuthorization,
  trained,
} from '../../specification/sample-authorization.ts';
import { alignAuthorizationWithReviews } from './align-authorization-with-reviews.ts';
import { rectifyOperatorAuthorization } from './rectify-operator-authorization.ts';

const granted = grantedAuthorization('2025-01-10', { nextReviewOn: '2026-01-10', endsUnlessReviewedOn: '2026-02-10' });
const expired = dated('2026-02-10', {
  type: 'OperatorAuthorizationExpired',
  data: { pointId: 'point-1', expiredOn: '2026-02-10', from: 'GRANTED', to: 'EXPIRED' },
});
const reviewed = (reviewedOn: string, endsUnlessReviewedOn: string): OperatorAuthorizationEvent =>
  dated(reviewedOn, {
    type: 'OperatorAuthorizationReviewed',
    data: {
      ...{ pointId: 'point-1', outcome: 'CONFIRMED', reviewedOn, profiles: ['CONSULTAZIONE'] },
      ...{ nextReviewOn: '2027-01-05', endsUnlessReviewedOn },
    },
  });
const begun = [
  { ...requestedAuthorization },
  { ...trained, effectiveAt: '2025-01-01T00:00:00.000Z' },
  granted,
  expired,
];
const aligned = (more: readonly OperatorAuthorizationEvent[], authorised: readonly string[] = []) =>
  specify(operatorAuthorization)
    .given(...begun, ...more)
    .when(
      alignAuthorizationWithReviews,
      { authorizationId: 'auth-1' },
      { authorised, point: { status: 'ABSENT' } as const },
    );

describe('K6, T1: a review that was made in time and is recorded late undoes the expiry', () => {
  it('from its day on, with the next review as that says', () => {
    expect(aligned([reviewed('2026-01-05', '2027-02-05')]).events()).toMatchObject([
      {
        type: 'OperatorAuthorizationResumed',
        data: {
          ...{
            reason: 'REVIEWED_IN_TIME',
            resumedOn: '2026-02-10',
            undoes: '2026-02-10',
            from: 'EXPIRED',
            to: 'GRANTED',
          },
          goesOn: { nextReviewOn: '2027-01-05', endsUnlessReviewedOn: '2027-02-05', suspendedFor: [] },
        },
      },
    ]);
  });

  it('until the next one that nobody made', () => {
    expect(aligned([reviewed('2025-01-20', '2026-02-20')]).events()).toMatchObject([
      { type: 'OperatorAuthorizationResumed', data: { from: 'EXPIRED', to: 'EXPIRED' } },
      { type: 'OperatorAuthorizationExpired', data: { expiredOn: '2026-02-20', from: 'EXPIRED', to: 'EXPIRED' } },
    ]);
  });

  it('T2: but one that was made, as is known now, on a day on which it had ended leaves it ended', () => {
    const standing = begun.slice(0, -1);
    const late = specify(operatorAuthorization)
      .given(...standing, reviewed('2026-02-15', '2027-03-15'))
      .when(
        alignAuthorizationWithReviews,
        { authorizationId: 'auth-1' },
        { authorised: [], point: { status: 'ABSENT' } as const },
      );
    expect(late.events()).toMatchObject([{ data: { expiredOn: '2026-02-10', from: 'GRANTED', to: 'EXPIRED' } }]);
  });

  it('and nothing is left to do without one, or where the person was authorised anew', () => {
    aligned([]).thenRefused('AUTHORIZATION_UNCONCERNED');
    aligned([reviewed('2026-01-05', '2027-02-05')], ['subject-1']).thenRefused('AUTHORIZATION_UNCONCERNED');
  });

  it('T2: a grant is rectified though it expired, as policy makes its expiry anew', () => {
    const rectified = specify(operatorAuthorization)
      .given(...begun)
      .when(
        rectifyOperatorAuthorization,
        {
          ...{ authorizationId: 'auth-1', rectifies: 2, changes: { grantedOn: '2025-06-10' }, reason: 'Errore' },
          act: { authority: 'Direzione regionale', number: '7', date: '2026-03-01' },
        },
        {
          point: { status: 'ABSENT' },
          protocolOn: () => undefined,
        },
      )
      .events();
    expect(rectified).toMatchObject([{ type: 'OperatorAuthorizationRectified', data: { to: 'EXPIRED' } }]);
    expect(aligned(rectified).events()).toMatchObject([{ data: { reason: 'REVIEWED_IN_TIME', to: 'GRANTED' } }]);
  });

  it('T2: a grant that is rectified ends it before it was revoked, where nobody had reviewed it by then', () => {
    const life = [
      { ...requestedAuthorization },
      { ...trained, effectiveAt: '2024-01-01T00:00:00.000Z' },
      granted,
      dated('2026-01-20', {
        type: 'OperatorAuthorizationRevoked',
        data: { pointId: 'point-1', reason: 'LEFT_THE_HOST', revokedOn: '2026-01-20', from: 'GRANTED', to: 'REVOKED' },
      }),
    ];
    const rectified = specify(operatorAuthorization)
      .given(...life)
      .when(
        rectifyOperatorAuthorization,
        {
          ...{ authorizationId: 'auth-1', rectifies: 2, changes: { grantedOn: '2024-06-10' }, reason: 'Errore' },
          act: { authority: 'Direzione regionale', number: '7', date: '2026-03-01' },
        },
        { point: { status: 'ABSENT' }, protocolOn: () => undefined },
      )
      .events();
    const followed = specify(operatorAuthorization)
      .given(...life, ...rectified)
      .when(
        alignAuthorizationWithReviews,
        { authorizationId: 'auth-1' },
        { authorised: [], point: { status: 'ABSENT' } as const },
      )
      .events();
    expect(followed).toMatchObject([
      { type: 'OperatorAuthorizationExpired', data: { expiredOn: '2025-07-11', from: 'REVOKED', to: 'EXPIRED' } },
    ]);
  });
});
