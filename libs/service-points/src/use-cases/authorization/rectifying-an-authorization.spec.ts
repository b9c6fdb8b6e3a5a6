import { processManager, projection } from '#kernel/specification';
import { endOfDay, startOf, type Life } from '#use-cases/dated';
import { specify } from '#use-cases/specification';
import type { PointKind } from '#vocabulary';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import {
  operatorAuthorization,
  operatorAuthorizationLife,
  type LivedAuthorization,
} from '../../domain/authorization/operator-authorization.ts';
import type { ProtocolFacts } from '../../domain/coverage.ts';
import type { PuntoClienteEvent } from '../../domain/events.ts';
import { puntoClienteLife } from '../../domain/punto-cliente.ts';
import { authorizationReviews } from '../../processes/authorization-reviews.ts';
import { rosterFollowsAuthorizations } from '../../processes/operator-roster.ts';
import { authorizationCounters } from '../../read-models/authorization/authorization-counters.ts';
import { authorizationRegister } from '../../read-models/authorization/authorization-register.ts';
import {
  authorizationRevoked,
  authorizationSuspended,
  dated,
  granted,
  requestedAuthorization,
  trained,
} from '../../specification/sample-authorization.ts';
import { activePoint, livedPoint, on, samplePlace } from '../../specification/sample-point.ts';
import { rectifyOperatorAuthorization, type RectifyOperatorAuthorization } from './rectify-operator-authorization.ts';

type Rectified = Extract<OperatorAuthorizationEvent, { type: 'OperatorAuthorizationRectified' }>;
type Changes = RectifyOperatorAuthorization['changes'];

const reason = 'Data errata';
const act = { authority: 'Direzione regionale Emilia-Romagna', number: '12/2026', date: '2026-03-01' };
const host = { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' };
const point = livedPoint(activePoint);
const protocolOn = (date: string): ProtocolFacts => ({
  ...{ status: date < '2026-02-06' ? 'SIGNED' : 'IN_FORCE', hostId: 'host-1', region: '08' },
  ...{ points: ['point-1'], kinds: ['SERVIZIO'], inForceFrom: '2026-02-06' },
});
const wanted = (rectifies: number, changes?: Changes): RectifyOperatorAuthorization => ({
  ...{ authorizationId: 'auth-1', rectifies, reason, act },
  ...(changes ? { changes } : { annuls: true }),
});
const rectify = (life: readonly OperatorAuthorizationEvent[], rectifies: number, changes?: Changes) =>
  specify(operatorAuthorization)
    .given(...life)
    .when(rectifyOperatorAuthorization, wanted(rectifies, changes), { point, protocolOn });
const rectified = (life: readonly OperatorAuthorizationEvent[], rectifies: number, changes?: Changes) => [
  ...life,
  ...rectify(life, rectifies, changes).events(),
];
const brief = (events: readonly OperatorAuthorizationEvent[]) =>
  (events as readonly Rectified[]).map(({ data: { rectifies, of, changes, annuls } }) => [
    rectifies,
    of,
    annuls ?? changes,
  ]);
const resumed = (resumedOn: string): OperatorAuthorizationEvent =>
  dated(resumedOn, {
    type: 'OperatorAuthorizationResumed',
    data: { pointId: 'point-1', reason: 'SECURITY', resumedOn, from: 'SUSPENDED', to: 'GRANTED' },
  });
const reviewed = (reviewedOn: string, more: object): OperatorAuthorizationEvent =>
  dated(reviewedOn, {
    type: 'OperatorAuthorizationReviewed',
    data: { pointId: 'point-1', outcome: 'CONFIRMED', reviewedOn, ...more },
  });

/** Revisions: 0 request, 1 training, 2 grant; what follows begins at 3. */
const standing = [requestedAuthorization, trained, granted];
const stopped = [...standing, authorizationSuspended('SECURITY', '2026-02-20')];
const given = [...stopped, resumed('2026-02-24')];
const inStream = (events: readonly OperatorAuthorizationEvent[]) =>
  events.map((event) => [event, { stream: 'OperatorAuthorization-auth-1', metadata: { commandId: 'c' } }] as const);

describe('T2: a wrong date of an authorisation is rectified by an act', () => {
  it('the corrected date counts from then on, and the wrong one as it was known before', () => {
    const made = rectify(given, 3, { suspendedOn: '2026-02-15' }).events();
    expect(made).toEqual([
      {
        type: 'OperatorAuthorizationRectified',
        data: {
          ...{
            rectifies: 3,
            of: 'OperatorAuthorizationSuspended',
            changes: { suspendedOn: '2026-02-15' },
            reason,
            act,
          },
          ...{ on: '2026-02-20', pointId: 'point-1', from: 'GRANTED', to: 'GRANTED' },
          standing: { grantedOn: '2026-02-10', nextReviewOn: '2027-02-10', endsUnlessReviewedOn: '2027-03-13' },
        },
      },
    ]);
    const life = [...given, ...made].reduce<LivedAuthorization['life']>(
      (before, event, revision) =>
        operatorAuthorizationLife.add(before, event, {
          revision,
          recordedAt: revision < given.length ? '2026-02-25T09:00:00.000Z' : '2026-03-02T09:00:00.000Z',
        }),
      [],
    );
    const statusOn = (date: string, known?: string) =>
      operatorAuthorizationLife.stateOn(life, date, known === undefined ? undefined : endOfDay(known)).status;
    expect(statusOn('2026-02-17')).toBe('SUSPENDED');
    expect(statusOn('2026-02-17', '2026-03-01')).toBe('GRANTED');
    expect(statusOn('2026-02-17', '2026-03-02')).toBe('SUSPENDED');
  });

  it('the next review follows the day of a grant or of a review, with the register and its deadline', () => {
    const life = rectified(standing, 2, { grantedOn: '2026-02-06' });
    expect(brief(life.slice(3))).toEqual([
      [
        2,
        'OperatorAuthorizationGranted',
        {
          ...{ grantedOn: '2026-02-06', nextReviewOn: '2027-02-06', endsUnlessReviewedOn: '2027-03-09' },
          // What is known of the point now says for which of its activities it is granted.
          pointRevision: activePoint.length - 1,
        },
      ],
    ]);
    expect(
      projection(authorizationRegister)
        .given(...inStream(life))
        .document('auth-1'),
    ).toMatchObject({ grantedOn: '2026-02-06', nextReviewOn: '2027-02-06' });
    const ends = (day: string) =>
      ['auth-1', 'overdue', Date.parse(startOf(day)), 'ExpireOperatorAuthorization'] as const;
    const deadlines = processManager(authorizationReviews);
    deadlines.given(...inStream(standing)).thenDeadlines(ends('2027-03-13'));
    deadlines.given(...inStream(life)).thenDeadlines(ends('2027-03-09'));
    const confirmed = reviewed('2026-02-26', { nextReviewOn: '2027-02-26', endsUnlessReviewedOn: '2027-03-29' });
    deadlines
      .given(...inStream(rectified([...standing, confirmed], 3, { reviewedOn: '2026-02-25' })))
      .thenDeadlines(ends('2027-03-28'));
  });

  it('a suspension that never was takes its resumption with it, and both come back together', () => {
    const made = rectify(given, 3).events();
    expect(brief(made)).toEqual([
      [3, 'OperatorAuthorizationSuspended', true],
      [4, 'OperatorAuthorizationResumed', true],
    ]);
    expect(brief(rectify([...given, ...made], 5).events())).toEqual([
      [5, 'OperatorAuthorizationRectified', true],
      [6, 'OperatorAuthorizationRectified', true],
    ]);
  });

  it('a review that revokes takes the revocation to its day', () => {
    const life = [
      ...standing,
      reviewed('2026-02-26', { outcome: 'REVOKED' }),
      authorizationRevoked('REVIEW', '2026-02-26'),
    ];
    expect(brief(rectify(life, 3, { reviewedOn: '2026-02-25' }).events())).toEqual([
      [3, 'OperatorAuthorizationReviewed', { reviewedOn: '2026-02-25' }],
      [4, 'OperatorAuthorizationRevoked', { revokedOn: '2026-02-25' }],
    ]);
    rectify(life, 4, { revokedOn: '2026-02-25' }).thenRefused('AUTHORIZATION_FACT_FOLLOWS_ANOTHER', { revision: 4 });
  });

  it('one that holds again is counted on the roster of its point, one that does not leaves it', () => {
    const entry = (life: readonly OperatorAuthorizationEvent[], rectifies: number) => {
      const authorization = { ...operatorAuthorization.judgedOn(livedAs(life), '2026-03-02') };
      const known = { now: Date.parse('2026-03-02T08:00:00Z'), today: '2026-03-02', legalDate: '2026-03-02' };
      const claims = rectifyOperatorAuthorization.claims?.(
        wanted(rectifies) as never,
        authorization as never,
        known as never,
      );
      return claims?.map(({ id, what }) => [id, what]);
    };
    expect(entry(stopped, 3)).toEqual([['point-1', { authorizationId: 'auth-1', subject: 'subject-1' }]]);
    expect(entry(given, 3)).toEqual([]);
    expect(authorizationCounters.moves.map(({ event: { type } }) => type)).toContain('OperatorAuthorizationRectified');
    const roster = processManager(rosterFollowsAuthorizations);
    const leave = { name: 'LeaveOperatorRoster', data: { pointId: 'point-1', entryId: 'c', wasGranted: true } };
    // It holds as of the rectification, until it is suspended anew.
    const again = rectified(stopped, 3);
    const anew = authorizationSuspended('TRAINING', '2026-03-01');
    roster.given(...inStream(stopped)).thenCommands(leave);
    roster.given(...inStream([...again, anew])).thenCommands(leave);
    roster.given(...inStream(rectified(given, 4))).thenCommands(leave);
  });

  it('needs the protocol on the corrected day of a grant', () => {
    rectify(standing, 2, { grantedOn: '2026-02-05' }).thenRefused('PROTOCOL_NOT_IN_FORCE_YET', {
      inForceFrom: '2026-02-06',
    });
    const ended = { ...protocolOn('2026-03-01'), status: 'TERMINATED' };
    specify(operatorAuthorization)
      .given(...standing)
      .when(rectifyOperatorAuthorization, wanted(2, { grantedOn: '2026-02-07' }), { point, protocolOn: () => ended })
      .thenRefused('PROTOCOL_NOT_IN_FORCE');
  });

  it('needs the kind that the point was of on the corrected day: K4, K8', () => {
    const changed = on('2026-02-09', {
      type: 'PuntoClienteKindChanged',
      data: { kind: 'SERVIZIO', previousKind: 'INFORMATIVO', services: ['quesito'], changedOn: '2026-02-09' },
    });
    const asked = {
      type: 'PuntoClienteRequested',
      data: { pointId: 'point-1', kind: 'INFORMATIVO', host, ...samplePlace },
    } as PuntoClienteEvent;
    const life = [asked, ...activePoint.slice(1), changed].reduce<Life<PuntoClienteEvent>>(
      (whole, event, revision) =>
        puntoClienteLife.add(whole, event, { revision, recordedAt: '2026-03-01T09:00:00.000Z' }),
      [],
    );
    const lived = { ...puntoClienteLife.stateOn(life, '2026-03-02'), life };
    const held = (grantedOn: string, kinds: PointKind[]) =>
      specify(operatorAuthorization)
        .given(...standing)
        .when(rectifyOperatorAuthorization, wanted(2, { grantedOn }), {
          point: lived,
          protocolOn: (date: string) => ({ ...protocolOn(date), kinds }),
        });
    held('2026-02-08', ['SERVIZIO', 'INFORMATIVO']).thenRefused('PROFILE_NOT_OF_KIND', { kind: 'INFORMATIVO' });
    held('2026-02-08', ['SERVIZIO']).thenRefused('KIND_NOT_COVERED', { kind: 'INFORMATIVO' });
    expect(held('2026-02-09', ['SERVIZIO']).events()).toHaveLength(1);
  });

  it('is refused what other facts rest on, what follows from elsewhere, and what is no date of the fact', () => {
    rectify(standing, 1).thenRefused('OTHER_FACTS_REST_ON_IT', { revision: 2 });
    rectify(standing, 1, { trainedOn: '2026-02-11' }).thenRefused('OTHER_FACTS_REST_ON_IT', { revision: 2 });
    rectify(given, 2, { grantedOn: '2026-02-21' }).thenRefused('OTHER_FACTS_REST_ON_IT', { revision: 3 });
    rectify(given, 4, { resumedOn: '2026-02-18' }).thenRefused('RECTIFIED_FACT_FITS_NOWHERE');
    rectify(standing, 2, { grantedOn: '2026-03-03' }).thenRefused('RECTIFIED_DATE_IMPOSSIBLE', { bound: '2026-03-02' });
    rectify(standing, 2).thenRefused('FACT_NOT_ANNULLABLE');
    rectify(standing, 2, { revokedOn: '2026-02-12' }).thenRefused('FIELDS_NOT_RECTIFIABLE');
    for (const following of [
      authorizationSuspended('POINT_SUSPENDED', '2026-02-20'),
      authorizationRevoked('POINT_DEACTIVATED', '2026-02-20'),
    ]) {
      rectify([...standing, following], 3).thenRefused('AUTHORIZATION_FACT_FOLLOWS_ANOTHER', { revision: 3 });
    }
  });

  it('is for who grants it', () => {
    specify(operatorAuthorization)
      .given(...given)
      .as({ id: 'mayor', role: 'host-operator', host: 'host-1' })
      .when(rectifyOperatorAuthorization, wanted(3), { point, protocolOn })
      .thenRefused('ROLE_NOT_ALLOWED');
    specify(operatorAuthorization)
      .given(...given)
      .as({ id: 'officer', role: 'regional', region: '09' })
      .when(rectifyOperatorAuthorization, wanted(3), { point, protocolOn })
      .thenRefused('OUTSIDE_TERRITORY');
  });
});

function livedAs(events: readonly OperatorAuthorizationEvent[]): LivedAuthorization {
  const life = events.reduce<LivedAuthorization['life']>(
    (before, event, revision) =>
      operatorAuthorizationLife.add(before, event, { revision, recordedAt: '2026-02-25T09:00:00.000Z' }),
    [],
  );
  return { ...operatorAuthorizationLife.judgedOn(life, '2026-03-02'), life } as LivedAuthorization;
}
