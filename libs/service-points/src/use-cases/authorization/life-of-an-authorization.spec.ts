import type { Life } from '#use-cases/dated';
import { specify } from '#use-cases/specification';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization, operatorAuthorizationLife } from '../../domain/authorization/operator-authorization.ts';
import type { ServiceProfile } from '../../domain/authorization/vocabulary.ts';
import type { ProtocolFacts } from '../../domain/coverage.ts';
import {
  authorizationRevoked,
  authorizationSuspended,
  dated,
  granted,
  grantedAuthorization,
  requestedAuthorization,
  trained,
} from '../../specification/sample-authorization.ts';
import { approvedPoint, livedPoint } from '../../specification/sample-point.ts';
import {
  expireOperatorAuthorization,
  resumeAuthorizationWithPoint,
  revokeAuthorizationByPolicy,
  suspendAuthorizationWithPoint,
} from './by-policy.ts';
import { declineOperatorAuthorization } from './decline-operator-authorization.ts';
import { grantOperatorAuthorization } from './grant-operator-authorization.ts';
import { recordOperatorTraining } from './record-operator-training.ts';
import { requestOperatorAuthorization } from './request-operator-authorization.ts';
import { resumeOperatorAuthorization } from './resume-operator-authorization.ts';
import { reviewOperatorAuthorization } from './review-operator-authorization.ts';
import { revokeOperatorAuthorization } from './revoke-operator-authorization.ts';
import { suspendOperatorAuthorization } from './suspend-operator-authorization.ts';
import { withdrawOperatorAuthorization } from './withdraw-operator-authorization.ts';

const subject = specify(operatorAuthorization);
const named = { authorizationId: 'auth-1' };
const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' };
const place = { region: '08', province: '037' };
const point = { status: 'APPROVED', id: 'point-1', kind: 'SERVIZIO', host, ...place, life: [] };
const covering: ProtocolFacts = {
  ...{ status: 'IN_FORCE', hostId: 'host-1', region: '08', points: ['point-1'], kinds: ['SERVIZIO'] },
  effectiveDate: '2026-02-01',
};
const terms = { months: 12, graceDays: 30 };
const grant = { ...named, protocolId: 'p-1' };
const finding = { protocol: covering, point, terms };
const mayor = { id: 'mayor', role: 'host-operator', host: 'host-1' } as const;
const directorate = { id: 'officer', role: 'regional', region: '08' } as const;
const review = { nextReviewOn: '2027-03-02', endsUnlessReviewedOn: '2027-04-02' };

describe('K6: the host asks for an authorisation, INPS grants it', () => {
  const request = {
    ...{ pointId: 'point-1', operatorId: 'clerk-7', profiles: ['CONSULTAZIONE'], subject: 'subject-1' },
    operator: { subject: 'subject-1' },
  };

  it('somebody of the host asks, for a point of its own and never for themselves', () => {
    const [asked] = subject.given().as(mayor).when(requestOperatorAuthorization, request, { point }).events();
    expect(asked).toMatchObject({
      type: 'OperatorAuthorizationRequested',
      data: { pointId: 'point-1', hostId: 'host-1', operatorId: 'clerk-7', region: '08', province: '037' },
    });
    subject
      .given()
      .as(directorate)
      .when(requestOperatorAuthorization, request, { point })
      .thenRefused('ROLE_NOT_ALLOWED');
    subject
      .given()
      .as({ ...mayor, host: 'host-2' })
      .when(requestOperatorAuthorization, request, { point })
      .thenRefused('OUTSIDE_TERRITORY');
    subject
      .given()
      .as({ ...mayor, id: 'clerk-7' })
      .when(requestOperatorAuthorization, request, { point })
      .thenRefused('AUTHORIZATION_FOR_ONESELF');
  });

  it('is asked for on a point that is approved', () => {
    for (const status of ['REQUESTED', 'DECLINED']) {
      subject
        .given()
        .as(mayor)
        .when(requestOperatorAuthorization, request, { point: { ...point, status } })
        .thenRefused('POINT_NOT_APPROVED', { state: status });
    }
    subject
      .given()
      .as(mayor)
      .when(requestOperatorAuthorization, request, { point: { status: 'ABSENT' } })
      .thenRefused('PUNTO_CLIENTE_NOT_FOUND');
  });

  it('K4, K8: no profile is asked for or granted that nobody has at a point of its kind, on the day of the grant', () => {
    const informative = { ...point, kind: 'INFORMATIVO' };
    const refused = { kind: 'INFORMATIVO', profiles: ['PRENOTAZIONE'] };
    const asking = subject.given().as(mayor);
    const both = { ...request, profiles: ['CONSULTAZIONE', 'PRENOTAZIONE'] };
    asking.when(requestOperatorAuthorization, both, { point: informative }).thenRefused('PROFILE_NOT_OF_KIND', refused);
    expect(asking.when(requestOperatorAuthorization, request, { point: informative }).events()).toHaveLength(1);
    expect(asking.when(requestOperatorAuthorization, both, { point }).events()).toHaveLength(1);
    // Its kind was another when the host asked.
    const granting = subject.given(requestedAuthorization, trained).as(directorate);
    const then = { ...finding, point: informative, protocol: { ...covering, kinds: ['INFORMATIVO' as const] } };
    granting.when(grantOperatorAuthorization, grant, then).thenRefused('PROFILE_NOT_OF_KIND', refused);
    const lesser = { ...grant, profiles: ['CONSULTAZIONE'] };
    expect(granting.when(grantOperatorAuthorization, lesser, then).events()).toHaveLength(1);
  });

  it('the host grants nothing itself', () => {
    const asked = subject.given(requestedAuthorization, trained).as(mayor);
    asked.when(grantOperatorAuthorization, grant, finding).thenRefused('ROLE_NOT_ALLOWED');
    asked.when(recordOperatorTraining, { ...named, course: 'x' }).thenRefused('ROLE_NOT_ALLOWED');
  });

  it('is granted per profile, with the day of its review, once training is recorded', () => {
    subject
      .given(requestedAuthorization, trained)
      .as(directorate)
      .when(grantOperatorAuthorization, grant, finding)
      .then(grantedAuthorization('2026-03-02', review));
    subject
      .given(requestedAuthorization)
      .when(grantOperatorAuthorization, grant, finding)
      .thenRefused('OPERATOR_NOT_TRAINED');
    subject
      .given(requestedAuthorization, trained)
      .when(grantOperatorAuthorization, { ...grant, grantedOn: '2026-02-03' }, finding)
      .thenRefused('OPERATOR_NOT_TRAINED');
    subject
      .given(requestedAuthorization, trained)
      .when(grantOperatorAuthorization, { ...grant, profiles: ['QUESITO'] }, finding)
      .thenRefused('PROFILE_NOT_REQUESTED', { profiles: ['QUESITO'] });
  });

  it('K7: a grant says what was known of the point, which may end before it is written', () => {
    const [written] = subject
      .given(requestedAuthorization, trained)
      .when(grantOperatorAuthorization, grant, { ...finding, point: livedPoint(approvedPoint) })
      .events();
    expect(written).toMatchObject({ data: { pointRevision: approvedPoint.length - 1 } });
  });

  it.each(['SIGNED', 'SUSPENDED', 'TERMINATED', 'EXPIRED'])('is not granted under a protocol that is %s', (status) => {
    subject
      .given(requestedAuthorization, trained)
      .when(grantOperatorAuthorization, grant, { ...finding, protocol: { ...covering, status } })
      .thenRefused('PROTOCOL_NOT_IN_FORCE');
  });

  it('is not granted under another protocol than that of the point', () => {
    const active = { ...point, status: 'ACTIVE', activity: { protocolId: 'p-2', from: '2026-02-10' } };
    subject
      .given(requestedAuthorization, trained)
      .when(grantOperatorAuthorization, grant, { ...finding, point: active })
      .thenRefused('POINT_UNDER_ANOTHER_PROTOCOL');
  });
});

describe('K6: what was asked for is declined by INPS, or withdrawn by the host', () => {
  const asked = subject.given(requestedAuthorization);
  const moved = (to: 'DECLINED' | 'WITHDRAWN') => ({ from: 'REQUESTED' as const, to });

  it('INPS declines with a reason, and the host does not', () => {
    const decline = { ...named, reason: 'NOT_ENTITLED' as const, note: 'Personale esterno' };
    asked
      .as(directorate)
      .when(declineOperatorAuthorization, decline)
      .then(
        dated('2026-03-02', {
          type: 'OperatorAuthorizationDeclined',
          data: {
            ...{ pointId: 'point-1', reason: 'NOT_ENTITLED', note: 'Personale esterno', declinedOn: '2026-03-02' },
            ...moved('DECLINED'),
          },
        }),
      );
    asked.as(mayor).when(declineOperatorAuthorization, decline).thenRefused('ROLE_NOT_ALLOWED');
    asked
      .as({ ...directorate, region: '12' })
      .when(declineOperatorAuthorization, decline)
      .thenRefused('OUTSIDE_TERRITORY');
    asked.when(declineOperatorAuthorization, { ...decline, declinedOn: '2026-03-03' }).thenRefused('DATE_IN_FUTURE');
  });

  it('the host withdraws what it asked for itself, and INPS does not', () => {
    const withdraw = { ...named, reason: 'LEFT_THE_HOST' as const };
    asked
      .as(mayor)
      .when(withdrawOperatorAuthorization, withdraw)
      .then(
        dated('2026-03-02', {
          type: 'OperatorAuthorizationWithdrawn',
          data: {
            ...{ pointId: 'point-1', reason: 'LEFT_THE_HOST', withdrawnOn: '2026-03-02' },
            ...moved('WITHDRAWN'),
          },
        }),
      );
    asked
      .as({ ...mayor, host: 'host-2' })
      .when(withdrawOperatorAuthorization, withdraw)
      .thenRefused('OUTSIDE_TERRITORY');
    asked.as(directorate).when(withdrawOperatorAuthorization, withdraw).thenRefused('ROLE_NOT_ALLOWED');
    asked.when(withdrawOperatorAuthorization, { ...withdraw, withdrawnOn: '2026-03-03' }).thenRefused('DATE_IN_FUTURE');
  });

  it('what was granted is neither declined nor withdrawn, but revoked', () => {
    const standing = subject.given(requestedAuthorization, trained, granted);
    const refused = 'OPERATOR_AUTHORIZATION_STATE_FORBIDS';
    standing.when(declineOperatorAuthorization, { ...named, reason: 'SECURITY' }).thenRefused(refused);
    standing.when(withdrawOperatorAuthorization, { ...named, reason: 'NOT_NEEDED' }).thenRefused(refused);
  });

  it('T1: a grant of before, recorded after it was declined, holds', () => {
    const [declined] = asked.when(declineOperatorAuthorization, { ...named, reason: 'NOT_TRAINED' }).events();
    const [late] = subject
      .given(requestedAuthorization, trained, declined!)
      .when(grantOperatorAuthorization, { ...grant, grantedOn: '2026-02-20' }, finding)
      .events();
    expect(late).toMatchObject({ data: { from: 'DECLINED', to: 'GRANTED' } });
  });
});

describe('K6: an authorisation is reviewed', () => {
  it('confirmed, it stands until the next review', () => {
    subject
      .given(requestedAuthorization, trained, granted)
      .when(reviewOperatorAuthorization, { ...named, outcome: 'CONFIRMED' }, { terms })
      .then(
        dated('2026-03-02', {
          type: 'OperatorAuthorizationReviewed',
          data: {
            ...{ pointId: 'point-1', outcome: 'CONFIRMED', reviewedOn: '2026-03-02' },
            ...review,
          },
        }),
      );
  });

  it('T1: recorded after a later one, it tells what stands of that', () => {
    const later = dated('2026-02-28', {
      type: 'OperatorAuthorizationReviewed',
      data: {
        ...{ pointId: 'point-1', outcome: 'CONFIRMED', reviewedOn: '2026-02-28', profiles: ['CONSULTAZIONE'] },
        ...{ nextReviewOn: '2027-02-28', endsUnlessReviewedOn: '2027-03-31' },
      },
    });
    const [late] = subject
      .given(requestedAuthorization, trained, granted, later)
      .when(reviewOperatorAuthorization, { ...named, outcome: 'CONFIRMED', reviewedOn: '2026-02-20' }, { terms })
      .events();
    expect(late).toMatchObject({
      data: {
        nextReviewOn: '2027-02-20',
        standing: { nextReviewOn: '2027-02-28', endsUnlessReviewedOn: '2027-03-31' },
      },
    });
  });

  it('reduced, it names some of the profiles and not all', () => {
    const reduce = { ...named, outcome: 'REDUCED' as const };
    const [reviewed] = subject
      .given(requestedAuthorization, trained, granted)
      .when(reviewOperatorAuthorization, { ...reduce, profiles: ['CONSULTAZIONE'] }, { terms })
      .events();
    expect(reviewed).toMatchObject({ data: { profiles: ['CONSULTAZIONE'] } });
    for (const profiles of [undefined, ['CONSULTAZIONE', 'PRENOTAZIONE'], ['QUESITO']]) {
      subject
        .given(requestedAuthorization, trained, granted)
        .when(reviewOperatorAuthorization, { ...reduce, profiles }, { terms })
        .thenRefused('REDUCED_PROFILES_REQUIRED');
    }
  });

  it('T1: reduced by what is recorded late, it stays so, whatever was confirmed or reduced since', () => {
    const review = (reviewedOn: string, outcome: 'CONFIRMED' | 'REDUCED', ...profiles: ServiceProfile[]) =>
      dated(reviewedOn, {
        type: 'OperatorAuthorizationReviewed',
        data: {
          ...{ pointId: 'point-1', outcome, reviewedOn, profiles },
          ...{ nextReviewOn: '2027-02-25', endsUnlessReviewedOn: '2027-03-28' },
        },
      });
    const profilesAfter = (...reviews: OperatorAuthorizationEvent[]) => {
      const [late] = subject
        .given(requestedAuthorization, trained, granted, ...reviews)
        .when(
          reviewOperatorAuthorization,
          { ...named, outcome: 'REDUCED', profiles: ['CONSULTAZIONE'], reviewedOn: '2026-02-15' },
          { terms },
        )
        .events();
      const life = [requestedAuthorization, trained, granted, ...reviews, late!].reduce<
        Life<OperatorAuthorizationEvent>
      >(
        (whole, event, revision) =>
          operatorAuthorizationLife.add(whole, event, { revision, recordedAt: '2026-03-02T09:00:00.000Z' }),
        [],
      );
      const state = operatorAuthorizationLife.stateOn(life, '2026-03-02');
      return state.status === 'ABSENT' ? [] : [state.profiles, 'nextReviewOn' in state && state.nextReviewOn];
    };
    expect(profilesAfter(review('2026-02-25', 'CONFIRMED', 'CONSULTAZIONE', 'PRENOTAZIONE'))).toEqual([
      ['CONSULTAZIONE'],
      '2027-02-25',
    ]);
    // INPS has said since that another is left, and nothing is left of both: the later review stands.
    expect(profilesAfter(review('2026-02-25', 'REDUCED', 'PRENOTAZIONE'))).toEqual([['PRENOTAZIONE'], '2027-02-25']);
    const confirmed = subject
      .given(requestedAuthorization, trained, granted)
      .when(reviewOperatorAuthorization, { ...named, outcome: 'CONFIRMED' }, { terms })
      .events();
    expect(confirmed[0]?.data).not.toHaveProperty('profiles');
  });

  it('revoked, it is at its end', () => {
    const events = subject
      .given(requestedAuthorization, trained, granted)
      .when(reviewOperatorAuthorization, { ...named, outcome: 'REVOKED' }, { terms })
      .events();
    expect(events).toMatchObject([
      { type: 'OperatorAuthorizationReviewed', data: { outcome: 'REVOKED' } },
      { type: 'OperatorAuthorizationRevoked', data: { reason: 'REVIEW', from: 'GRANTED', to: 'REVOKED' } },
    ]);
  });

  it('overdue by the days that are given, it expires; reviewed meanwhile, it does not', () => {
    const now = Date.parse('2027-03-13T00:00:00Z');
    const expire = { ...named, expiredOn: '2027-03-13' };
    const [expired] = subject
      .given(requestedAuthorization, trained, granted)
      .when(expireOperatorAuthorization, expire, { now })
      .events();
    expect(expired).toMatchObject({
      ...{ type: 'OperatorAuthorizationExpired', effectiveAt: '2027-03-12T23:00:00.000Z' },
      data: { from: 'GRANTED', to: 'EXPIRED' },
    });
    const reviewed = dated('2027-03-01', {
      type: 'OperatorAuthorizationReviewed',
      data: {
        ...{ pointId: 'point-1', outcome: 'CONFIRMED', reviewedOn: '2027-03-01', profiles: ['CONSULTAZIONE'] },
        ...{ nextReviewOn: '2028-03-01', endsUnlessReviewedOn: '2028-04-01' },
      },
    });
    subject
      .given(requestedAuthorization, trained, granted, reviewed)
      .when(expireOperatorAuthorization, expire, { now })
      .thenRefused('AUTHORIZATION_UNCONCERNED');
  });
});

describe('an authorisation is suspended, resumed and revoked', () => {
  const standing = [requestedAuthorization, trained, granted];

  it('by the offices of INPS, for a reason', () => {
    const [suspended] = subject
      .given(...standing)
      .as(directorate)
      .when(suspendOperatorAuthorization, { ...named, reason: 'SECURITY' })
      .events();
    expect(suspended).toMatchObject({ data: { reason: 'SECURITY', from: 'GRANTED', to: 'SUSPENDED' } });
    subject
      .given(...standing, authorizationSuspended('SECURITY', '2026-03-01'))
      .when(suspendOperatorAuthorization, { ...named, reason: 'SECURITY' })
      .thenRefused('AUTHORIZATION_ALREADY_SUSPENDED');
    const [resumed] = subject
      .given(...standing, authorizationSuspended('SECURITY', '2026-03-01'))
      .when(resumeOperatorAuthorization, { ...named, reason: 'SECURITY' })
      .events();
    expect(resumed).toMatchObject({ data: { from: 'SUSPENDED', to: 'GRANTED' } });
    subject
      .given(...standing, authorizationSuspended('POINT_SUSPENDED', '2026-03-01'))
      .when(resumeOperatorAuthorization, { ...named, reason: 'SECURITY' })
      .thenRefused('AUTHORIZATION_NOT_SUSPENDED_FOR_REASON', { standing: ['POINT_SUSPENDED'] });
    const [revoked] = subject
      .given(...standing)
      .when(revokeOperatorAuthorization, { ...named, reason: 'LEFT_THE_HOST' })
      .events();
    expect(revoked).toMatchObject({ data: { reason: 'LEFT_THE_HOST', from: 'GRANTED', to: 'REVOKED' } });
  });

  it('T1: on its legal date, whatever has become of it since', () => {
    const revoked = authorizationRevoked('HOST_REQUEST', '2026-03-01');
    const [late] = subject
      .given(...standing, revoked)
      .when(suspendOperatorAuthorization, { ...named, reason: 'TRAINING', suspendedOn: '2026-02-20' })
      .events();
    expect(late).toMatchObject({ data: { from: 'REVOKED', to: 'REVOKED' } });
    subject
      .given(...standing, revoked)
      .when(suspendOperatorAuthorization, { ...named, reason: 'TRAINING', suspendedOn: '2026-03-02' })
      .thenRefused('OPERATOR_AUTHORIZATION_STATE_FORBIDS', { state: 'REVOKED' });
  });

  it('K7: with its point, on the legal date of the cause, by policy alone', () => {
    const shut = { standstills: [{ from: '2026-02-06', until: '2026-03-02' }] };
    const [suspended] = subject
      .given(...standing)
      .when(suspendAuthorizationWithPoint, { ...named, suspendedOn: '2026-02-20' }, shut)
      .events();
    expect(suspended).toMatchObject({ data: { reason: 'POINT_SUSPENDED', suspendedOn: '2026-02-20' } });
    const [late] = subject
      .given(...standing)
      .when(suspendAuthorizationWithPoint, { ...named, suspendedOn: '2026-02-06' }, shut)
      .events();
    expect(late).toMatchObject({ data: { suspendedOn: '2026-02-10' } });
    const both = [
      ...standing,
      authorizationSuspended('SECURITY', '2026-02-15'),
      authorizationSuspended('POINT_SUSPENDED', '2026-02-20'),
    ];
    subject
      .given(...both)
      .when(suspendAuthorizationWithPoint, { ...named, suspendedOn: '2026-02-20' }, shut)
      .thenRefused('AUTHORIZATION_UNCONCERNED');
    const [resumed] = subject
      .given(...both)
      .when(resumeAuthorizationWithPoint, { ...named, resumedOn: '2026-03-02' }, shut)
      .events();
    expect(resumed).toMatchObject({ data: { reason: 'POINT_SUSPENDED', from: 'SUSPENDED', to: 'SUSPENDED' } });
    const revoke = { ...named, reason: 'POINT_DEACTIVATED' as const, revokedOn: '2026-03-02' };
    const [revoked] = subject
      .given(...both)
      .when(revokeAuthorizationByPolicy, revoke)
      .events();
    expect(revoked).toMatchObject({ data: { reason: 'POINT_DEACTIVATED', from: 'SUSPENDED', to: 'REVOKED' } });
    subject
      .given(requestedAuthorization)
      .when(revokeAuthorizationByPolicy, revoke)
      .thenRefused('AUTHORIZATION_UNCONCERNED');
    for (const { by } of [suspendAuthorizationWithPoint, resumeAuthorizationWithPoint, revokeAuthorizationByPolicy]) {
      expect(by).toEqual([]);
    }
  });

  it('K7, T1: as the point stood on that day, whatever was recorded of it since', () => {
    // Suspended on the 12th, resumed on the 15th, suspended again since the 20th.
    const stood = { standstills: [{ from: '2026-02-12', until: '2026-02-15' }, { from: '2026-02-20' }] };
    const suspend = { ...named, suspendedOn: '2026-02-12' };
    const resume = { ...named, resumedOn: '2026-02-15' };
    const again = [...standing, authorizationSuspended('POINT_SUSPENDED', '2026-02-20')];
    const [late] = subject
      .given(...again)
      .when(suspendAuthorizationWithPoint, suspend, stood)
      .events();
    expect(late).toMatchObject({ data: { suspendedOn: '2026-02-12', from: 'SUSPENDED', to: 'SUSPENDED' } });
    subject
      .given(...again)
      .when(resumeAuthorizationWithPoint, resume, stood)
      .thenRefused('AUTHORIZATION_UNCONCERNED');
    subject
      .given(...standing)
      .when(suspendAuthorizationWithPoint, { ...named, suspendedOn: '2026-02-15' }, stood)
      .thenRefused('AUTHORIZATION_UNCONCERNED');
    const [resumed] = subject
      .given(...standing, authorizationSuspended('POINT_SUSPENDED', '2026-02-12'))
      .when(resumeAuthorizationWithPoint, resume, stood)
      .events();
    expect(resumed).toMatchObject({ data: { resumedOn: '2026-02-15' } });
  });
});
