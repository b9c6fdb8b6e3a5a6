import { specify } from '#use-cases/specification';
import type { Life } from '#use-cases/dated';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization, operatorAuthorizationLife } from '../../domain/authorization/operator-authorization.ts';
import { suspensionsOf } from '../../domain/authorization/operator-authorization-state.ts';
import type { Revocation } from '../../domain/authorization/vocabulary.ts';
import {
  authorizationRevoked,
  authorizationSuspended,
  dated,
  granted,
  grantedAuthorization,
  requestedAuthorization,
  trained,
} from '../../specification/sample-authorization.ts';
import { restoreOperatorAuthorization } from './restore-operator-authorization.ts';

const standing = [requestedAuthorization, trained, granted];
const revoked = (revokedOn: string, reason: Revocation = 'PROTOCOL_ENDED'): OperatorAuthorizationEvent =>
  authorizationRevoked(reason, revokedOn);
const wanted = (revokedOn: string) => ({
  ...{ authorizationId: 'auth-1', reason: 'PROTOCOL_ENDED', revokedOn, resumedOn: revokedOn },
});
const grantedOn = (date: string) =>
  grantedAuthorization(date, { nextReviewOn: '2027-02-24', endsUnlessReviewedOn: '2027-03-27' });
const subject = specify(operatorAuthorization);
const restore = (revokedOn: string, ...events: OperatorAuthorizationEvent[]) =>
  subject.given(...events).when(restoreOperatorAuthorization, wanted(revokedOn), { authorised: [] });
const statusOn = (events: readonly OperatorAuthorizationEvent[], ...days: string[]) => {
  const life = events.reduce<Life<OperatorAuthorizationEvent>>(
    (whole, event, revision) =>
      operatorAuthorizationLife.add(whole, event, { revision, recordedAt: '2026-03-02T09:00:00.000Z' }),
    [],
  );
  return days.map((day) => operatorAuthorizationLife.stateOn(life, day).status);
};

describe('T2: an authorisation that was revoked for something which is not so goes on', () => {
  it('from the day on which it had ended, with its review as it was', () => {
    restore('2026-02-25', ...standing, revoked('2026-02-25')).then(
      dated('2026-02-25', {
        type: 'OperatorAuthorizationResumed',
        data: {
          ...{ pointId: 'point-1', reason: 'PROTOCOL_ENDED', resumedOn: '2026-02-25', undoes: '2026-02-25' },
          asLeft: true,
          goesOn: { nextReviewOn: '2027-02-10', endsUnlessReviewedOn: '2027-03-13', suspendedFor: [] },
          ...{ from: 'REVOKED', to: 'GRANTED' },
        },
      }),
    );
  });

  it('with what persons had suspended it for, and without what its point had: that says so itself', () => {
    const both = [
      authorizationSuspended('SECURITY', '2026-02-15'),
      authorizationSuspended('POINT_SUSPENDED', '2026-02-18'),
    ];
    const events = [...standing, ...both, revoked('2026-02-25')];
    const [back] = restore('2026-02-25', ...events).events();
    expect(back?.data).toMatchObject({ goesOn: { suspendedFor: ['SECURITY'] }, from: 'REVOKED', to: 'SUSPENDED' });
    const life = [...events, back!].reduce<Life<OperatorAuthorizationEvent>>(
      (whole, event, revision) =>
        operatorAuthorizationLife.add(whole, event, { revision, recordedAt: '2026-03-02T09:00:00.000Z' }),
      [],
    );
    const state = operatorAuthorizationLife.stateOn(life, '2026-02-25');
    expect(state.status === 'ABSENT' ? [] : suspensionsOf(state)).toEqual([{ reason: 'SECURITY', from: '2026-02-15' }]);
  });

  it('and ends on another day, however often that is rectified', () => {
    const events = [...standing, revoked('2026-02-20')];
    const later = [...events, ...restore('2026-02-20', ...events).events(), revoked('2026-02-25')];
    expect(statusOn(later, '2026-02-20', '2026-02-24', '2026-02-25')).toEqual(['GRANTED', 'GRANTED', 'REVOKED']);
    const earlier = [...later, revoked('2026-02-15')];
    expect(statusOn(earlier, '2026-02-14', '2026-02-15', '2026-02-20', '2026-02-25')).toEqual([
      ...['GRANTED', 'REVOKED', 'REVOKED', 'REVOKED'],
    ]);
  });

  it('but not where a person has ended it, or another end stands: AUTHORIZATION_UNCONCERNED', () => {
    restore('2026-02-25', ...standing, revoked('2026-02-25', 'SECURITY')).thenRefused('AUTHORIZATION_UNCONCERNED');
    restore('2026-02-24', ...standing, revoked('2026-02-25')).thenRefused('AUTHORIZATION_UNCONCERNED');
    restore('2026-02-25', ...standing).thenRefused('AUTHORIZATION_UNCONCERNED');
  });

  it('nor where the person was authorised anew meanwhile', () => {
    subject
      .given(...standing, revoked('2026-02-25'))
      .when(restoreOperatorAuthorization, wanted('2026-02-25'), { authorised: ['subject-1'] })
      .thenRefused('AUTHORIZATION_UNCONCERNED');
  });

  it('T1: one that was granted after an end of the protocol which was recorded late, from its own day on', () => {
    const after = [requestedAuthorization, trained, grantedOn('2026-02-24')];
    const [back] = restore('2026-02-20', ...after, revoked('2026-02-24')).events();
    expect(back?.data).toMatchObject({ resumedOn: '2026-02-24', undoes: '2026-02-24', to: 'GRANTED' });
    expect(statusOn([...after, revoked('2026-02-24'), back!], '2026-02-23', '2026-02-24')).toEqual([
      ...['REQUESTED', 'GRANTED'],
    ]);
    restore('2026-02-20', ...after, revoked('2026-02-25')).thenRefused('AUTHORIZATION_UNCONCERNED');
    restore('2026-02-20', ...after, revoked('2026-02-24', 'POINT_DEACTIVATED')).thenRefused(
      'AUTHORIZATION_UNCONCERNED',
    );
  });

  it('is told so by policies alone', () => {
    expect(restoreOperatorAuthorization.by).toEqual([]);
  });
});
