import { specify } from '#use-cases/specification';
import type { ProtocolEvent } from '#protocols';
import type { Life } from '#use-cases/dated';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization, operatorAuthorizationLife } from '../../domain/authorization/operator-authorization.ts';
import type { Revocation } from '../../domain/authorization/vocabulary.ts';
import type { PuntoClienteEvent } from '../../domain/events.ts';
import { puntoCliente } from '../../domain/punto-cliente.ts';
import {
  authorizationRevoked,
  authorizationSuspended,
  dated,
  grantedAuthorization,
  requestedAuthorization,
  trained,
} from '../../specification/sample-authorization.ts';
import { protocolLifeOf, protocolTerminated } from '../../specification/sample-covering-protocol.ts';
import { activePoint, livedPoint, on } from '../../specification/sample-point.ts';
import { rectifyPuntoCliente } from '../rectify-punto-cliente.ts';
import { alignAuthorizationWithEndOfPoint } from './align-authorization-with-end-of-point.ts';
import { revokeAuthorizationByPolicy } from './by-policy.ts';

const recordedAt = '2026-03-02T07:00:00.000Z';
const review = { nextReviewOn: '2027-02-10', endsUnlessReviewedOn: '2027-03-13' };
const granted = (grantedOn: string): OperatorAuthorizationEvent => grantedAuthorization(grantedOn, review);
const revoked = (revokedOn: string, reason: Revocation = 'POINT_DEACTIVATED') =>
  authorizationRevoked(reason, revokedOn);
const deactivated = (deactivatedOn: string): PuntoClienteEvent =>
  on(deactivatedOn, {
    type: 'PuntoClienteDeactivated',
    data: { kind: 'SERVIZIO', protocolId: 'p-1', reason: 'HOST_REQUEST', deactivatedOn },
  });
const activated = (activatedOn: string, undoes?: string): PuntoClienteEvent =>
  on(activatedOn, {
    type: 'PuntoClienteActivated',
    data: { kind: 'SERVIZIO', protocolId: 'p-1', activatedOn, ...(undoes === undefined ? {} : { undoes }) },
  });
/** The point of {@link activePoint}, with an end that was rectified to days, one after the other. */
const endRectified = (from: string, ...days: string[]): readonly PuntoClienteEvent[] => {
  const covering = {
    ...{ status: 'IN_FORCE', hostId: 'host-1', region: '08', points: ['point-1'], kinds: ['SERVIZIO'] },
    ...{ inForceFrom: '2026-02-06' },
  };
  return days.reduce<readonly PuntoClienteEvent[]>(
    (life, deactivatedOn) => [
      ...life,
      ...specify(puntoCliente)
        .given(...life)
        .when(
          rectifyPuntoCliente,
          {
            ...{ pointId: 'point-1', rectifies: activePoint.length, changes: { deactivatedOn }, reason: 'Errore' },
            act: { authority: 'Direzione regionale', number: '7', date: '2026-03-01' },
          },
          { protocolOn: () => covering },
        )
        .events(),
    ],
    [...activePoint, deactivated(from)],
  );
};

const livedAs = (events: readonly OperatorAuthorizationEvent[]) => {
  const life = events.reduce<Life<OperatorAuthorizationEvent>>(
    (whole, event, revision) => operatorAuthorizationLife.add(whole, event, { revision, recordedAt }),
    [],
  );
  return { ...operatorAuthorizationLife.judgedOn(life, '2026-03-02'), life };
};
/** Another authorisation on the point, of the same person or of another one. */
const another = (subject: string, ...events: readonly OperatorAuthorizationEvent[]) => {
  const data = { ...requestedAuthorization.data, authorizationId: 'auth-2', subject };
  return livedAs([{ ...requestedAuthorization, data } as OperatorAuthorizationEvent, trained, ...events]);
};

const align = (
  life: readonly OperatorAuthorizationEvent[],
  point: readonly PuntoClienteEvent[],
  {
    others = [],
    counted = others,
    since,
    protocol,
  }: {
    readonly others?: readonly ReturnType<typeof another>[];
    /** On the roster now. */
    readonly counted?: readonly ReturnType<typeof another>[];
    readonly since?: number;
    readonly protocol?: Life<ProtocolEvent>;
  } = {},
) => {
  return specify(operatorAuthorization)
    .given(...life)
    .when(
      alignAuthorizationWithEndOfPoint,
      { authorizationId: 'auth-1', ...(since === undefined ? {} : { revision: since }) },
      {
        ...{ point: livedPoint(point), protocol },
        authorizations: new Map([livedAs(life), ...others].map((one, index) => [`a-${index}`, one])),
        entries: counted.flatMap((one) => ('id' in one ? [{ authorizationId: one.id, subject: one.subject }] : [])),
      },
    );
};
/** An authorisation once it is aligned with a point, and that there is nothing left to do then. */
const aligned = (life: readonly OperatorAuthorizationEvent[], point: readonly PuntoClienteEvent[]) => {
  const after = [...life, ...align(life, point).events()];
  align(after, point).thenRefused('AUTHORIZATION_UNCONCERNED');
  return after;
};
/** The days on which it holds. */
const holding = (events: readonly OperatorAuthorizationEvent[], ...days: string[]) => {
  const { life } = livedAs(events);
  return days.map((day) => operatorAuthorizationLife.judgedOn(life, day).status === 'GRANTED');
};

const asked = [requestedAuthorization, trained];
const ended = [...asked, granted('2026-02-10'), revoked('2026-02-20')];

describe('K7: an authorisation ends with its point, on the day that is right', () => {
  it('T2: an end that is rectified moves what ended with it, to either side and however often', () => {
    const later = aligned(ended, endRectified('2026-02-20', '2026-02-25'));
    expect(holding(later, '2026-02-20', '2026-02-24', '2026-02-25')).toEqual([true, true, false]);
    expect(later.slice(4)).toMatchObject([
      {
        type: 'OperatorAuthorizationResumed',
        data: { reason: 'POINT_DEACTIVATED', undoes: '2026-02-20', from: 'REVOKED', to: 'REVOKED' },
      },
      { type: 'OperatorAuthorizationRevoked', data: { reason: 'POINT_DEACTIVATED', revokedOn: '2026-02-25' } },
    ]);
    const back = aligned(later, endRectified('2026-02-20', '2026-02-25', '2026-02-20'));
    expect(holding(back, '2026-02-19', '2026-02-20', '2026-02-25')).toEqual([true, false, false]);
    const again = aligned(back, endRectified('2026-02-20', '2026-02-25', '2026-02-20', '2026-02-27'));
    expect(holding(again, '2026-02-20', '2026-02-25', '2026-02-26', '2026-02-27')).toEqual([true, true, true, false]);
    const earlier = aligned(again, endRectified('2026-02-20', '2026-02-15'));
    expect(holding(earlier, '2026-02-14', '2026-02-15', '2026-02-20', '2026-02-26')).toEqual([
      ...[true, false, false, false],
    ]);
  });

  describe('T1: what turns out to have begun later had not ended', () => {
    const notYet: PuntoClienteEvent = on('2026-02-10', {
      type: 'PuntoClienteDeactivated',
      data: { kind: 'SERVIZIO', protocolId: 'p-1', reason: 'PROTOCOL_NOT_IN_FORCE', deactivatedOn: '2026-02-10' },
    });

    it.each([
      ['the end is undone later', activated('2026-02-20', '2026-02-10')],
      ['the point is activated later', activated('2026-02-20')],
    ])('an authorisation on it stands, whether %s', (_how, later) => {
      for (const grantedOn of ['2026-02-06', '2026-02-10', '2026-02-15']) {
        const given = [...asked, granted(grantedOn)];
        align(given, [...activePoint, notYet, later]).thenRefused('AUTHORIZATION_UNCONCERNED');
        const late = { since: activePoint.length };
        align(given, [...activePoint, notYet, later], late).thenRefused('AUTHORIZATION_UNCONCERNED');
      }
      // As an earlier version had it.
      const after = aligned([...asked, granted('2026-02-06'), revoked('2026-02-10')], [...activePoint, notYet, later]);
      expect(holding(after, '2026-02-10', '2026-02-20')).toEqual([true, true]);
    });
  });

  it('T1: what a person has ended on the day of its activation has ended, though the point was activated anew and had not begun by then', () => {
    const notBegun = on('2026-02-10', {
      type: 'PuntoClienteDeactivated',
      data: { kind: 'SERVIZIO', protocolId: 'p-1', reason: 'PROTOCOL_NOT_IN_FORCE', deactivatedOn: '2026-02-10' },
    });
    const anew = [...activePoint, deactivated('2026-02-10'), activated('2026-02-10'), notBegun];
    const after = aligned([...asked, granted('2026-02-06')], [...anew, activated('2026-02-20', '2026-02-10')]);
    expect(holding(after, '2026-02-09', '2026-02-10', '2026-02-20')).toEqual([true, false, false]);
  });

  describe('K6, K8: what persons did of an authorisation stands, where the end of its point turns out to be none', () => {
    const undone = [...activePoint, deactivated('2026-02-12'), activated('2026-02-12', '2026-02-12')];
    const gone = revoked('2026-02-12');
    const given = [...asked, granted('2026-02-06')];
    const statusOn = (life: readonly OperatorAuthorizationEvent[], ...days: string[]) =>
      days.map((day) => operatorAuthorizationLife.judgedOn(livedAs(life).life, day).status);
    const reviewed = (
      data: { outcome: 'REVOKED' | 'REDUCED'; profiles?: ['CONSULTAZIONE'] } & Partial<typeof review>,
    ) =>
      dated('2026-02-15', {
        type: 'OperatorAuthorizationReviewed',
        data: { pointId: 'point-1', reviewedOn: '2026-02-15', ...data },
      });

    it.each<readonly [string, readonly OperatorAuthorizationEvent[]]>([
      ['revoked for security', [revoked('2026-02-15', 'SECURITY')]],
      ['revoked by its review', [reviewed({ outcome: 'REVOKED' }), revoked('2026-02-15', 'REVIEW')]],
      ['revoked as its operator is erased', [revoked('2026-02-15', 'SUBJECT_ERASED')]],
      [
        'one that nobody reviewed',
        [
          dated('2026-02-15', {
            type: 'OperatorAuthorizationExpired',
            data: { pointId: 'point-1', expiredOn: '2026-02-15', from: 'GRANTED', to: 'EXPIRED' },
          }),
        ],
      ],
    ])('%s since, it is not granted any more', (_how, since) => {
      const short = grantedAuthorization('2026-02-06', {
        nextReviewOn: '2026-02-11',
        endsUnlessReviewedOn: '2026-02-15',
      });
      const after = aligned([...asked, short, ...since, gone], undone);
      const [own, last] = statusOn(after, '2026-02-12', '2026-03-02');
      expect(own).toBe('GRANTED');
      expect(last).not.toBe('GRANTED');
    });

    it('suspended since, it is suspended until a person resumes it', () => {
      const stopped = [...given, gone, authorizationSuspended('SECURITY', '2026-02-12')];
      const after = aligned(stopped, undone);
      expect(statusOn(after, '2026-02-11', '2026-02-12', '2026-03-02')).toEqual(['GRANTED', 'SUSPENDED', 'SUSPENDED']);
      expect(after.at(-1)).toMatchObject({
        data: { asLeft: true, to: 'SUSPENDED', goesOn: { suspendedFor: ['SECURITY'] } },
      });
      const resumed = dated('2026-02-17', {
        type: 'OperatorAuthorizationResumed',
        data: { pointId: 'point-1', reason: 'SECURITY', resumedOn: '2026-02-17', from: 'SUSPENDED', to: 'GRANTED' },
      });
      expect(statusOn(aligned([...stopped, resumed], undone), '2026-02-20')).toEqual(['GRANTED']);
    });

    it('reduced by a review since, it goes on with what that left, and until the next one', () => {
      const next = { nextReviewOn: '2027-02-15', endsUnlessReviewedOn: '2027-03-18' };
      const after = aligned(
        [...given, gone, reviewed({ outcome: 'REDUCED', profiles: ['CONSULTAZIONE'], ...next })],
        undone,
      );
      expect(operatorAuthorizationLife.judgedOn(livedAs(after).life, '2026-02-20')).toMatchObject({
        ...{ status: 'GRANTED', profiles: ['CONSULTAZIONE'] },
        ...next,
      });
      expect(after.at(-1)).toMatchObject({ data: { goesOn: next } });
    });

    it('a suspension that becomes known later, of a day before an end that was undone, goes on', () => {
      const undone = [...activePoint, deactivated('2026-02-20'), activated('2026-02-20', '2026-02-20')];
      const after = [...aligned(ended, undone), authorizationSuspended('SECURITY', '2026-02-15')];
      expect(statusOn(after, '2026-02-19', '2026-02-20', '2026-03-02')).toEqual([
        'SUSPENDED',
        'SUSPENDED',
        'SUSPENDED',
      ]);
    });

    it('one of an earlier version goes on as it was at that end', () => {
      const before = dated('2026-02-20', {
        type: 'OperatorAuthorizationResumed',
        data: {
          ...{ pointId: 'point-1', reason: 'POINT_DEACTIVATED', resumedOn: '2026-02-20', undoes: '2026-02-10' },
          ...{ goesOn: { ...review, suspendedFor: [] }, from: 'REVOKED', to: 'GRANTED' },
        },
      });
      const life = [...given, revoked('2026-02-15', 'SECURITY'), revoked('2026-02-10'), before];
      expect(statusOn(life, '2026-02-20')).toEqual(['GRANTED']);
    });
  });

  describe('K6, T2: also past an end of its protocol that has lost its cause, which it was taken for ended by before that', () => {
    const undone = [...activePoint, deactivated('2026-02-12'), activated('2026-02-12', '2026-02-12')];
    const life = [...asked, granted('2026-02-10'), revoked('2026-02-25', 'PROTOCOL_ENDED'), revoked('2026-02-12')];
    const days = ['2026-02-12', '2026-02-25', '2026-03-02'] as const;
    const after = (protocol: Life<ProtocolEvent>, point = undone) => [
      ...life,
      ...align(life, point, { protocol }).events(),
    ];

    it('it goes on where the protocol is in force', () => {
      expect(holding(after(protocolLifeOf()), ...days)).toEqual([true, true, true]);
    });

    it('and stays ended where that has ended on the day', () => {
      const protocol = protocolLifeOf(protocolTerminated('2026-02-25'));
      expect(holding(after(protocol), ...days)).toEqual([true, false, false]);
    });

    it('nor does it outlive the point, or a later end of the protocol on a point without activity', () => {
      const gone = [...undone, deactivated('2026-02-22')];
      expect(holding(after(protocolLifeOf(), gone), '2026-02-21', '2026-02-22', '2026-02-25')).toEqual([
        ...[true, false, false],
      ]);
      const requested = activePoint.slice(0, 2);
      const lost = [...asked, granted('2026-02-10'), revoked('2026-02-25', 'PROTOCOL_ENDED')];
      const protocol = protocolLifeOf(protocolTerminated('2026-02-28'));
      const events = [...lost, ...align(lost, requested, { protocol }).events()];
      expect(holding(events, '2026-02-25', '2026-02-27', '2026-02-28')).toEqual([true, true, false]);
    });
  });

  it('T2: an end that is undone gives back what ended with it, with what persons had suspended it for', () => {
    const undone = [...activePoint, deactivated('2026-02-20'), activated('2026-02-20', '2026-02-20')];
    expect(align(ended, undone).events()).toEqual([
      dated('2026-02-20', {
        type: 'OperatorAuthorizationResumed',
        data: {
          ...{ pointId: 'point-1', reason: 'POINT_DEACTIVATED', resumedOn: '2026-02-20', undoes: '2026-02-20' },
          asLeft: true,
          goesOn: { ...review, suspendedFor: [] },
          ...{ from: 'REVOKED', to: 'GRANTED' },
        },
      }),
    ]);
    const stopped = [
      ...[...asked, granted('2026-02-10'), authorizationSuspended('SECURITY', '2026-02-15')],
      ...[authorizationSuspended('POINT_SUSPENDED', '2026-02-18'), revoked('2026-02-20')],
    ];
    expect(align(stopped, undone).events()).toMatchObject([
      { data: { goesOn: { suspendedFor: ['SECURITY'] }, to: 'SUSPENDED' } },
    ]);
  });

  it('an activation anew gives nothing back, nor does an end anew on the day of one that was undone', () => {
    for (const point of [
      [...activePoint, deactivated('2026-02-20'), activated('2026-02-20')],
      [...activePoint, deactivated('2026-02-20'), activated('2026-02-22')],
      [
        ...[...activePoint, deactivated('2026-02-20'), activated('2026-02-20', '2026-02-20')],
        ...[deactivated('2026-02-20'), activated('2026-02-20')],
      ],
    ]) {
      align(ended, point).thenRefused('AUTHORIZATION_UNCONCERNED');
    }
  });

  it('T1: one whose grant is recorded after the end of the point, and was before it, ends with it', () => {
    const point = [...activePoint, deactivated('2026-02-20')];
    expect(holding(aligned([...asked, granted('2026-02-19')], point), '2026-02-19', '2026-02-20')).toEqual([
      ...[true, false],
    ]);
    // For the next activity.
    align([...asked, granted('2026-02-20')], point).thenRefused('AUTHORIZATION_UNCONCERNED');
    align([...asked, granted('2026-02-24')], point).thenRefused('AUTHORIZATION_UNCONCERNED');
  });

  it('T1: an end of a period before that is recorded late ends those of then, and no other', () => {
    const point = [...activePoint, deactivated('2026-02-20'), activated('2026-02-24'), deactivated('2026-02-15')];
    expect(holding(aligned(ended, point), '2026-02-14', '2026-02-15', '2026-02-20')).toEqual([true, false, false]);
    align([...asked, granted('2026-02-24')], point).thenRefused('AUTHORIZATION_UNCONCERNED');
  });

  it('what a person has ended stays so, and what its protocol has', () => {
    const undone = [...activePoint, deactivated('2026-02-20'), activated('2026-02-20', '2026-02-20')];
    for (const reason of ['SECURITY', 'PROTOCOL_ENDED'] as const) {
      const other = [...asked, granted('2026-02-10'), revoked('2026-02-20', reason)];
      align(other, undone).thenRefused('AUTHORIZATION_UNCONCERNED');
    }
  });

  describe('T1: one that was granted after an end which was recorded late, and revoked from its own day on', () => {
    const late = [...asked, granted('2026-02-24'), revoked('2026-02-24')];

    it('goes on from that day, once the end is undone, or was of a later day', () => {
      const after = aligned(late, [...activePoint, deactivated('2026-02-20'), activated('2026-02-20', '2026-02-20')]);
      expect(holding(after, '2026-02-23', '2026-02-24')).toEqual([false, true]);
      const later = aligned(late, endRectified('2026-02-20', '2026-02-27'));
      expect(holding(later, '2026-02-24', '2026-02-26', '2026-02-27')).toEqual([true, true, false]);
      align(late, endRectified('2026-02-20', '2026-02-22')).thenRefused('AUTHORIZATION_UNCONCERNED');
    });

    it('or the point was activated anew before that day, as is known by now', () => {
      const anew = [...activePoint, deactivated('2026-02-20'), activated('2026-02-23')];
      expect(holding(aligned(late, anew), '2026-02-24')).toEqual([true]);
    });

    it('but not where another end of the point stands on that day', () => {
      const undone = [...activePoint, deactivated('2026-02-20'), activated('2026-02-20', '2026-02-20')];
      align(late, [...undone, deactivated('2026-02-24')]).thenRefused('AUTHORIZATION_UNCONCERNED');
      align(late, [...activePoint, deactivated('2026-02-20')]).thenRefused('AUTHORIZATION_UNCONCERNED');
    });

    it('is revoked from its own day on by what takes the activity of that day, also where a person has ended it since', () => {
      const point = [...activePoint, deactivated('2026-02-20')];
      const since = { since: activePoint.length };
      for (const life of [
        [...asked, granted('2026-02-24')],
        [...asked, granted('2026-02-24'), revoked('2026-02-26', 'SECURITY')],
      ]) {
        const [own] = align(life, point, since).events();
        expect(own?.data).toMatchObject({ reason: 'POINT_DEACTIVATED', revokedOn: '2026-02-24', to: 'REVOKED' });
        align([...life, own!], point, since).thenRefused('AUTHORIZATION_UNCONCERNED');
      }
    });

    it('but not where the point had none on that day as was known before: for the next activity', () => {
      const earlier = [...activePoint, deactivated('2026-02-20'), deactivated('2026-02-15')];
      const next = [...asked, granted('2026-02-24')];
      align(next, earlier, { since: activePoint.length + 1 }).thenRefused('AUTHORIZATION_UNCONCERNED');
      const input = { authorizationId: 'auth-1', reason: 'POINT_DEACTIVATED', revokedOn: '2026-02-15' } as const;
      specify(operatorAuthorization)
        .given(...next)
        .when(revokeAuthorizationByPolicy, input)
        .thenRefused('AUTHORIZATION_UNCONCERNED');
    });
  });

  describe('T1, T2: a grant that says what was known of the point', () => {
    const knowing = (grantedOn: string, pointRevision: number): readonly OperatorAuthorizationEvent[] => {
      const grant = granted(grantedOn);
      return [...asked, { ...grant, data: { ...grant.data, pointRevision } } as OperatorAuthorizationEvent];
    };
    const active = activePoint.length - 1;
    const point = endRectified('2026-02-20', '2026-02-25');

    it('is for the next activity where it knew of the end: it stands where that turns out to be later, and ends with any other', () => {
      const next = knowing('2026-02-23', active + 1);
      align(next, point).thenRefused('AUTHORIZATION_UNCONCERNED');
      const again = [...point, activated('2026-02-26'), deactivated('2026-02-28')];
      expect(holding(aligned(next, again), '2026-02-25', '2026-02-27', '2026-02-28')).toEqual([true, true, false]);
      expect(holding(aligned([...next, revoked('2026-02-25')], again), '2026-02-25', '2026-02-28')).toEqual([
        ...[true, false],
      ]);
    });

    it('ends on its own day where that had activity as was known, and had ended by then', () => {
      for (const end of [[deactivated('2026-02-20')], [deactivated('2026-02-23')]]) {
        const ended = aligned(knowing('2026-02-23', active), [...activePoint, ...end]);
        expect(holding(ended, '2026-02-23')).toEqual([false]);
      }
      expect(holding(aligned(knowing('2026-02-23', active), point), '2026-02-23', '2026-02-25')).toEqual([
        ...[true, false],
      ]);
    });

    it('stands where no activity was known for its day, and what becomes known since was over before it', () => {
      const before = [...activePoint.slice(0, active), activated('2026-02-10'), deactivated('2026-02-20')];
      align(knowing('2026-02-23', active - 1), before).thenRefused('AUTHORIZATION_UNCONCERNED');
      expect(holding(aligned(knowing('2026-02-20', active - 1), before), '2026-02-20')).toEqual([false]);
    });
  });

  describe('whoever was authorised anew by then keeps that authorisation', () => {
    const undone = [...activePoint, deactivated('2026-02-20'), activated('2026-02-20', '2026-02-20')];
    const later = endRectified('2026-02-20', '2026-02-25');

    it('and the older one stays ended, also where the newer one is over, or is about to be granted', () => {
      for (const other of [
        another('subject-1', granted('2026-02-22')),
        another('subject-1', granted('2026-02-22'), revoked('2026-02-24', 'HOST_REQUEST')),
        another('subject-1'),
      ]) {
        align(ended, undone, { others: [other] }).thenRefused('AUTHORIZATION_UNCONCERNED');
      }
      align(ended, later, { others: [another('subject-1', granted('2026-02-22'))] }).thenRefused(
        'AUTHORIZATION_UNCONCERNED',
      );
    });

    it("and one whose grant never came stands in nobody's way", () => {
      const abandoned = another('subject-1');
      expect(align(ended, undone, { others: [abandoned], counted: [] }).events()).toHaveLength(1);
    });

    it('unless the older one is over before: that of another activity, of another person', () => {
      for (const other of [
        another('subject-1', granted('2026-02-25')),
        another('subject-1', granted('2026-02-11'), revoked('2026-02-12', 'HOST_REQUEST')),
      ]) {
        expect(align(ended, later, { others: [other] }).events()).toHaveLength(2);
      }
      expect(align(ended, undone, { others: [another('subject-2', granted('2026-02-22'))] }).events()).toHaveLength(1);
    });
  });

  it('is told so by policies alone', () => {
    expect(alignAuthorizationWithEndOfPoint.by).toEqual([]);
  });
});
