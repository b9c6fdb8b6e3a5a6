import type { ProtocolEvent } from '#protocols';
import { specify } from '#use-cases/specification';
import type { Life } from '#use-cases/dated';
import type { PointKind } from '#vocabulary';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { puntoCliente, puntoClienteLife } from '../domain/punto-cliente.ts';
import { suspensionsOf } from '../domain/punto-cliente-state.ts';
import {
  concludedProtocol as concluded,
  onDay as dated,
  protocolExpired as expired,
  protocolLifeOf as lifeOf,
  protocolRectified as rectified,
  protocolRenewed as renewed,
  protocolResumed as resumed,
  protocolSuspended as suspended,
  protocolTerminated as terminated,
} from '../specification/sample-covering-protocol.ts';
import {
  activePoint,
  moves,
  on,
  resumed as resumedFor,
  suspendedFor,
  suspendedUntil,
} from '../specification/sample-point.ts';
import { alignPuntoClienteWithProtocol } from './align-punto-cliente-with-protocol.ts';

/** What has become of a point once it has followed its protocol after each of the events that are given. */
function following(point: readonly PuntoClienteEvent[], ...protocol: ProtocolEvent[]) {
  const events = [...point];
  const written: PuntoClienteEvent[][] = [];
  for (let known = 1; known <= protocol.length; known += 1) {
    const decision = specify(puntoCliente)
      .given(...events)
      .when(
        alignPuntoClienteWithProtocol,
        { pointId: 'point-1', protocolId: 'p-1', revision: concluded.length + known - 1 },
        { protocol: lifeOf(...protocol) },
      );
    try {
      const made = [...decision.events()];
      written.push(made);
      events.push(...made);
    } catch (error) {
      if ((error as { code?: string }).code !== 'ALREADY_ALIGNED_WITH_PROTOCOL') throw error;
      written.push([]);
    }
  }
  const recordedAt = (revision: number) =>
    revision < point.length ? '2026-02-10T09:00:00.000Z' : '2026-03-02T09:00:00.000Z';
  return { last: written.at(-1) ?? [], ...told(events, recordedAt) };
}

/** A point of these events, day by day. */
function told(events: readonly PuntoClienteEvent[], recordedAt: (revision: number) => string) {
  const life = events.reduce<Life<PuntoClienteEvent>>(
    (whole, event, revision) => puntoClienteLife.add(whole, event, { revision, recordedAt: recordedAt(revision) }),
    [],
  );
  return {
    /** Once more becomes known of it. */
    with: (...more: PuntoClienteEvent[]) => told([...events, ...more], recordedAt),
    statusOn: (...days: string[]) => days.map((day) => puntoClienteLife.stateOn(life, day).status),
    suspensionsOn: (day: string) => {
      const state = puntoClienteLife.stateOn(life, day);
      return state.status === 'ABSENT' ? [] : suspensionsOf(state);
    },
    servicesOn: (day: string) => {
      const state = puntoClienteLife.stateOn(life, day);
      return 'services' in state ? state.services : undefined;
    },
    activityOn: (day: string) => {
      const state = puntoClienteLife.stateOn(life, day);
      return 'activity' in state ? state.activity : undefined;
    },
  };
}

const ended = (reason: 'HOST_REQUEST' | 'SECURITY', deactivatedOn: string): PuntoClienteEvent =>
  on(deactivatedOn, {
    type: 'PuntoClienteDeactivated',
    data: { kind: 'SERVIZIO', protocolId: 'p-1', reason, deactivatedOn, ...moves('ACTIVE', 'DEACTIVATED') },
  });

const amended = (effectiveDate: string, points: string[], kinds: PointKind[] = ['SERVIZIO']): ProtocolEvent =>
  dated(effectiveDate, {
    type: 'ProtocolAmended',
    data: {
      ...{ amendmentId: effectiveDate, effectiveDate, points, kinds, durationMonths: 36 },
      ...{ expiresOn: '2029-02-01', added: [], removed: [] },
    },
  });
const becomes = (kind: PointKind, changedOn: string): PuntoClienteEvent =>
  on(changedOn, {
    type: 'PuntoClienteKindChanged',
    data: { kind, previousKind: 'SERVIZIO', services: ['stato-domanda'], changedOn },
  });

describe('a point follows the protocol that covers it, on the legal date of what happens to that', () => {
  it.each<[string, ProtocolEvent]>([
    ['PROTOCOL_TERMINATED', terminated('2026-02-20')],
    ['PROTOCOL_EXPIRED', expired('2026-02-20')],
    ['PROTOCOL_RENEWED', renewed('2026-02-20', ['another'])],
  ])('it ends with it: %s', (reason, end) => {
    expect(following(activePoint, end).last).toEqual([
      on('2026-02-20', {
        type: 'PuntoClienteDeactivated',
        data: {
          ...{ kind: 'SERVIZIO', protocolId: 'p-1', reason: reason as never, deactivatedOn: '2026-02-20' },
          ...moves('ACTIVE', 'DEACTIVATED'),
        },
      }),
    ]);
  });

  it('P6: it passes to the successor that covers it', () => {
    expect(following(activePoint, renewed('2026-02-20', ['point-1'])).last).toEqual([
      on('2026-02-20', {
        type: 'PuntoClienteCoverageTransferred',
        data: {
          ...{ kind: 'SERVIZIO', previousProtocolId: 'p-1', protocolId: 'p-2', transferredOn: '2026-02-20' },
          ...moves('ACTIVE', 'ACTIVE'),
        },
      }),
    ]);
  });

  it('P7: it ends when an amendment takes it away, and is not active again by being named once more', () => {
    const point = following(activePoint, amended('2026-02-20', ['another']), amended('2026-02-25', ['point-1']));
    expect(point.statusOn('2026-02-19', '2026-02-20', '2026-02-25')).toEqual(['ACTIVE', 'DEACTIVATED', 'DEACTIVATED']);
  });

  it('P7: it is suspended while it is of a kind that its protocol does not allow, whichever of the two changes', () => {
    const withoutIt = amended('2026-02-20', ['point-1'], ['INFORMATIVO']);
    const dropped = following(activePoint, withoutIt, amended('2026-02-25', ['point-1']));
    expect(dropped.statusOn('2026-02-19', '2026-02-20', '2026-02-24', '2026-02-25')).toEqual([
      ...['ACTIVE', 'SUSPENDED', 'SUSPENDED', 'ACTIVE'],
    ]);
    expect(dropped.suspensionsOn('2026-02-24')).toEqual([{ reason: 'KIND_NOT_COVERED', from: '2026-02-20' }]);
    const changed = following([...activePoint, becomes('INFORMATIVO', '2026-02-22')], withoutIt);
    expect(changed.statusOn('2026-02-19', '2026-02-20', '2026-02-21', '2026-02-22')).toEqual([
      ...['ACTIVE', 'SUSPENDED', 'SUSPENDED', 'ACTIVE'],
    ]);
  });

  it('P7, T2: an amendment that is rectified to another day moves that, and one of a kind that is not allowed is not resumed with its protocol', () => {
    const withoutIt = amended('2026-02-20', ['point-1'], ['INFORMATIVO']);
    const moved = following(activePoint, withoutIt, rectified(4, { changes: { effectiveDate: '2026-02-25' } }));
    expect(moved.statusOn('2026-02-20', '2026-02-24', '2026-02-25')).toEqual(['ACTIVE', 'ACTIVE', 'SUSPENDED']);
    const both = following(activePoint, suspended('2026-02-15'), withoutIt, resumed('2026-02-22'));
    expect(both.suspensionsOn('2026-02-21')).toHaveLength(2);
    expect(both.suspensionsOn('2026-02-22')).toEqual([{ reason: 'KIND_NOT_COVERED', from: '2026-02-20' }]);
  });

  it('P6, T1: what the older protocol did not allow, recorded late, is left behind with it', () => {
    const withoutIt = amended('2026-02-15', ['point-1'], ['INFORMATIVO']);
    const point = following(activePoint, renewed('2026-02-20', ['point-1']), withoutIt);
    expect(point.statusOn('2026-02-14', '2026-02-15', '2026-02-19', '2026-02-20')).toEqual([
      ...['ACTIVE', 'SUSPENDED', 'SUSPENDED', 'ACTIVE'],
    ]);
  });

  it('T2: an end that has lost its cause gives the point back as its kind lets it stand', () => {
    const withoutIt = amended('2026-02-15', ['point-1'], ['INFORMATIVO']);
    const point = following(activePoint, withoutIt, expired('2026-02-20'), rectified(5, { annuls: true }));
    expect(point.suspensionsOn('2026-02-20')).toMatchObject([{ reason: 'KIND_NOT_COVERED' }]);
    const allowed = [...activePoint, becomes('INFORMATIVO', '2026-02-20')];
    expect(
      following(allowed, withoutIt, expired('2026-02-20'), rectified(5, { annuls: true })).statusOn('2026-02-20'),
    ).toEqual(['ACTIVE']);
  });

  it('it is suspended with it and as long, and given back', () => {
    const point = following(activePoint, suspended('2026-02-15', '2026-02-20'), resumed('2026-02-20'));
    expect(point.suspensionsOn('2026-02-19')).toEqual([
      { reason: 'PROTOCOL_SUSPENDED', from: '2026-02-15', until: '2026-02-20' },
    ]);
    expect(point.statusOn('2026-02-14', '2026-02-15', '2026-02-20')).toEqual(['ACTIVE', 'SUSPENDED', 'ACTIVE']);
  });

  it('T1: a point that has ended since ends before, or is suspended, where the cause has an earlier date', () => {
    const since = [...activePoint, ended('HOST_REQUEST', '2026-02-25')];
    const point = following(
      since,
      terminated('2026-02-20'),
      suspended('2026-02-15', '2026-02-17'),
      resumed('2026-02-17'),
    );
    expect(point.statusOn('2026-02-16', '2026-02-17', '2026-02-20')).toEqual(['SUSPENDED', 'ACTIVE', 'DEACTIVATED']);
    expect(following(since, terminated('2026-02-26')).last).toEqual([]);
  });

  it('T1: a suspension that is recorded after a renewal does not go with the point to the successor', () => {
    const point = following(activePoint, renewed('2026-02-20', ['point-1']), suspended('2026-02-15'));
    expect(point.statusOn('2026-02-15', '2026-02-19', '2026-02-20')).toEqual(['SUSPENDED', 'SUSPENDED', 'ACTIVE']);
  });

  it('a point that was activated after the cause, by someone who looked just before, follows from its activation on', () => {
    expect(following(activePoint, terminated('2026-02-05')).last).toMatchObject([
      { data: { deactivatedOn: '2026-02-10' } },
    ]);
    expect(following(activePoint, suspended('2026-02-05')).last).toMatchObject([
      { data: { suspendedOn: '2026-02-10' } },
    ]);
  });

  it('another suspension goes on when that with the protocol is over', () => {
    const closed = [...activePoint, suspendedFor('PREMISES', '2026-02-12')];
    const point = following(closed, suspended('2026-02-15'), resumed('2026-02-20'));
    expect(point.suspensionsOn('2026-02-20')).toEqual([{ reason: 'PREMISES', from: '2026-02-12' }]);
  });

  it('where it is as it should be, nothing is left to do: ALREADY_ALIGNED_WITH_PROTOCOL', () => {
    const align = { pointId: 'point-1', protocolId: 'p-1' };
    const point = specify(puntoCliente).given(...activePoint);
    const protocol = lifeOf(terminated('2026-02-20'));
    point
      .when(alignPuntoClienteWithProtocol, { ...align, revision: 3 }, { protocol })
      .thenRefused('ALREADY_ALIGNED_WITH_PROTOCOL');
    point
      .when(alignPuntoClienteWithProtocol, { ...align, protocolId: 'p-2' }, { protocol })
      .thenRefused('ALREADY_ALIGNED_WITH_PROTOCOL');
    expect(point.when(alignPuntoClienteWithProtocol, align, { protocol }).events()).toHaveLength(1);
  });

  it('is told so by policies alone', () => {
    expect(alignPuntoClienteWithProtocol.by).toEqual([]);
  });
});

describe('T2: what was rectified of a protocol is rectified of its points', () => {
  it('an annulled suspension gives back what it suspended, from its first day', () => {
    const point = following(activePoint, suspended('2026-02-15'), rectified(4, { annuls: true }));
    expect(point.statusOn('2026-02-14', '2026-02-15', '2026-03-02')).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
    expect(point.last).toMatchObject([{ type: 'PuntoClienteResumed', data: { resumedOn: '2026-02-15' } }]);
    const over = [suspended('2026-02-15', '2026-02-20'), resumed('2026-02-20')];
    expect(
      following(activePoint, ...over, rectified(4, { annuls: true })).statusOn('2026-02-15', '2026-02-20'),
    ).toEqual([...['ACTIVE', 'ACTIVE']]);
  });

  it('T3: a suspension that was given and ended on one day was there; one that was annulled, or moved, never was', () => {
    const given = following(activePoint, suspended('2026-02-15'), resumed('2026-02-15'));
    expect(given.last).toMatchObject([{ type: 'PuntoClienteResumed', data: { resumedOn: '2026-02-15' } }]);
    expect(given.last[0]?.data).not.toHaveProperty('undoes');
    for (const correction of [{ annuls: true }, { changes: { suspendedOn: '2026-02-17' } }] as const) {
      const { last } = following(activePoint, suspended('2026-02-15'), rectified(4, correction));
      expect(last[0]).toMatchObject({ data: { resumedOn: '2026-02-15', undoes: '2026-02-15' } });
    }
  });

  it('an annulled resumption suspends again, and a moved one moves', () => {
    const over = [suspended('2026-02-15'), resumed('2026-02-20')];
    expect(
      following(activePoint, ...over, rectified(5, { annuls: true })).statusOn('2026-02-19', '2026-02-20'),
    ).toEqual([...['SUSPENDED', 'SUSPENDED']]);
    const later = following(activePoint, ...over, rectified(5, { changes: { resumedOn: '2026-02-25' } }));
    expect(later.statusOn('2026-02-20', '2026-02-24', '2026-02-25')).toEqual(['SUSPENDED', 'SUSPENDED', 'ACTIVE']);
    const earlier = following(activePoint, ...over, rectified(5, { changes: { resumedOn: '2026-02-17' } }));
    expect(earlier.statusOn('2026-02-16', '2026-02-17', '2026-02-20')).toEqual(['SUSPENDED', 'ACTIVE', 'ACTIVE']);
  });

  it('the date of a suspension moves that of the point, and its end the end', () => {
    const it = suspended('2026-02-15', '2026-03-20');
    const earlier = following(activePoint, it, rectified(4, { changes: { suspendedOn: '2026-02-12' } }));
    expect(earlier.statusOn('2026-02-11', '2026-02-12', '2026-02-15')).toEqual(['ACTIVE', 'SUSPENDED', 'SUSPENDED']);
    const later = following(activePoint, it, rectified(4, { changes: { suspendedOn: '2026-02-20' } }));
    expect(later.statusOn('2026-02-15', '2026-02-19', '2026-02-20')).toEqual(['ACTIVE', 'ACTIVE', 'SUSPENDED']);
    const longer = following(activePoint, it, rectified(4, { changes: { until: '2026-04-01' } }));
    expect(longer.suspensionsOn('2026-03-02')).toMatchObject([{ reason: 'PROTOCOL_SUSPENDED', until: '2026-04-01' }]);
  });

  it('an end that is moved to an earlier day ends the point then, and back again', () => {
    const point = following(
      activePoint,
      terminated('2026-02-25'),
      rectified(4, { changes: { effectiveDate: '2026-02-20' } }),
    );
    expect(point.statusOn('2026-02-19', '2026-02-20', '2026-02-25')).toEqual(['ACTIVE', 'DEACTIVATED', 'DEACTIVATED']);
    const moved = ['2026-02-28', '2026-02-20', '2026-02-27'].map((effectiveDate) =>
      rectified(4, { changes: { effectiveDate } }),
    );
    const back = following(activePoint, terminated('2026-02-25'), ...moved);
    expect(back.statusOn('2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27', '2026-02-28')).toEqual([
      ...['ACTIVE', 'ACTIVE', 'ACTIVE', 'DEACTIVATED', 'DEACTIVATED'],
    ]);
  });

  it('an end that is moved to a later day lets the point go on without a gap until then', () => {
    const moved = rectified(4, { changes: { effectiveDate: '2026-02-25' } });
    const point = following(activePoint, terminated('2026-02-20'), moved);
    expect(point.statusOn('2026-02-20', '2026-02-24', '2026-02-25')).toEqual(['ACTIVE', 'ACTIVE', 'DEACTIVATED']);
    expect(point.activityOn('2026-02-24')).toEqual({ protocolId: 'p-1', from: '2026-02-10' });
    // Nobody acts upon what stands nowhere today.
    expect(point.last.map(({ type, data }) => [type, (data as { to?: { state: string } }).to?.state])).toEqual([
      ['PuntoClienteActivated', 'DEACTIVATED'],
      ['PuntoClienteDeactivated', 'DEACTIVATED'],
    ]);
  });

  it('an expiry that has not come lets the point go on, with what it was suspended for', () => {
    const closed = [...activePoint, suspendedFor('PREMISES', '2026-02-12')];
    const point = following(closed, expired('2026-02-20'), rectified(4, { annuls: true }));
    expect(point.statusOn('2026-02-19', '2026-02-20')).toEqual(['SUSPENDED', 'SUSPENDED']);
    expect(point.suspensionsOn('2026-02-20')).toMatchObject([{ reason: 'PREMISES' }]);
    expect(
      following(activePoint, expired('2026-02-20'), rectified(4, { annuls: true })).statusOn('2026-02-20'),
    ).toEqual(['ACTIVE']);
  });

  it('an end that a person decided stands', () => {
    const point = following(
      [...activePoint, ended('SECURITY', '2026-02-20')],
      terminated('2026-02-25'),
      rectified(4, { annuls: true }),
    );
    expect(point.statusOn('2026-02-20', '2026-02-25')).toEqual(['DEACTIVATED', 'DEACTIVATED']);
  });

  describe('what persons did of a point stands, where its protocol turns out to have entered into force later', () => {
    const later = rectified(3, { changes: { effectiveDate: '2026-02-20', expiresOn: '2029-02-20' } });
    const sooner = rectified(3, { changes: { effectiveDate: '2026-02-01', expiresOn: '2029-02-01' } });

    it('K8: one that they have ended in between is not active again, and has ended on its day once that is rectified back', () => {
      for (const reason of ['HOST_REQUEST', 'SECURITY'] as const) {
        const point = [...activePoint, ended(reason, '2026-02-15')];
        expect(following(activePoint, later).with(ended(reason, '2026-02-15')).statusOn('2026-02-20')).toEqual([
          'DEACTIVATED',
        ]);
        expect(following(point, later).statusOn('2026-02-10', '2026-02-15', '2026-02-20', '2026-03-02')).toEqual([
          ...['DEACTIVATED', 'DEACTIVATED', 'DEACTIVATED', 'DEACTIVATED'],
        ]);
        expect(
          following(point, later, sooner).statusOn('2026-02-10', '2026-02-14', '2026-02-15', '2026-02-20'),
        ).toEqual([...['ACTIVE', 'ACTIVE', 'DEACTIVATED', 'DEACTIVATED']]);
      }
    });

    it('one that they have ended since begins then, and ends on its day', () => {
      const point = following([...activePoint, ended('SECURITY', '2026-02-22')], later);
      expect(point.statusOn('2026-02-19', '2026-02-20', '2026-02-22')).toEqual([
        'DEACTIVATED',
        'ACTIVE',
        'DEACTIVATED',
      ]);
    });

    it('K8: one that they have suspended in between is suspended from its first day on, until they resume it', () => {
      const stopped = [...activePoint, suspendedFor('SECURITY', '2026-02-15')];
      const point = following(stopped, later);
      expect(point.statusOn('2026-02-19', '2026-02-20', '2026-03-02')).toEqual([
        'DEACTIVATED',
        'SUSPENDED',
        'SUSPENDED',
      ]);
      expect(point.suspensionsOn('2026-02-20')).toMatchObject([{ reason: 'SECURITY' }]);
      expect(
        following([...stopped, resumedFor('2026-02-25', 'SECURITY')], later).statusOn('2026-02-24', '2026-02-25'),
      ).toEqual([...['SUSPENDED', 'ACTIVE']]);
      expect(following([...stopped, resumedFor('2026-02-17', 'SECURITY')], later).statusOn('2026-02-20')).toEqual([
        'ACTIVE',
      ]);
      expect(
        following([...activePoint, suspendedUntil('2026-02-12', '2026-02-16')], later).statusOn('2026-02-20'),
      ).toEqual(['ACTIVE']);
    });

    it('K4: one that became of another kind in between is of that', () => {
      const point = following([...activePoint, becomes('INFORMATIVO', '2026-02-15')], later);
      expect(point.suspensionsOn('2026-02-20')).toEqual([{ reason: 'KIND_NOT_COVERED', from: '2026-02-20' }]);
    });

    it('K4: one that became of another kind in between does not offer what is said since of the days before, as one of the first', () => {
      const point = following([...activePoint, becomes('INFORMATIVO', '2026-02-15')], later);
      const revised = on('2026-02-17', {
        type: 'PuntoClienteServicesRevised',
        data: { kind: 'SERVIZIO', services: ['variazione-residenza'], revisedOn: '2026-02-17' },
      });
      expect(point.with(revised).servicesOn('2026-02-17')).toEqual(['variazione-residenza']);
      expect(point.with(revised).servicesOn('2026-02-20')).toEqual(point.servicesOn('2026-02-20'));
    });

    it('whoever goes by its events alone is told that it is suspended', () => {
      const { last } = following([...activePoint, suspendedFor('SECURITY', '2026-02-15')], later);
      const standing = { suspensions: [{ reason: 'SECURITY', from: '2026-02-15' }] };
      expect(last).toMatchObject([
        { type: 'PuntoClienteDeactivated', data: { ...moves('SUSPENDED', 'SUSPENDED'), standing } },
        { type: 'PuntoClienteActivated', data: { ...moves('SUSPENDED', 'SUSPENDED'), standing, asLeft: true } },
      ]);
    });

    it('the activation of an earlier version takes no notice of that', () => {
      const then = [...activePoint, ended('SECURITY', '2026-02-15')];
      const notYet = { kind: 'SERVIZIO', protocolId: 'p-1' } as const;
      const undone = [
        ...then,
        on('2026-02-10', {
          type: 'PuntoClienteDeactivated',
          data: { ...notYet, reason: 'PROTOCOL_NOT_IN_FORCE', deactivatedOn: '2026-02-10' },
        }),
        on('2026-02-20', {
          type: 'PuntoClienteActivated',
          data: { ...notYet, activatedOn: '2026-02-20', undoes: '2026-02-10' },
        }),
      ];
      expect(following(undone).statusOn('2026-02-20')).toEqual(['ACTIVE']);
    });
  });

  describe('T1: what becomes known later of days before an end that was undone stands after it', () => {
    const undone = [terminated('2026-02-20'), rectified(4, { annuls: true })] as const;
    const annulled = (rectifies: number): PuntoClienteEvent => ({
      type: 'PuntoClienteRectified',
      data: {
        ...{
          rectifies,
          of: 'PuntoClienteSuspended',
          annuls: true,
          reason: 'Errore',
          on: '2026-02-15',
          kind: 'SERVIZIO',
        },
        ...{ act: { authority: 'x', number: '1', date: '2026-03-01' }, standing: { suspensions: [] } },
        ...moves('ACTIVE', 'ACTIVE'),
      },
    });

    it('a suspension goes on', () => {
      const point = following(activePoint, ...undone);
      expect(
        point.with(suspendedFor('PREMISES', '2026-02-15')).statusOn('2026-02-15', '2026-02-20', '2026-03-02'),
      ).toEqual([...['SUSPENDED', 'SUSPENDED', 'SUSPENDED']]);
    });

    it('a resumption ends what goes on, and so does an annulment', () => {
      const point = following([...activePoint, suspendedFor('PREMISES', '2026-02-15')], ...undone);
      expect(point.statusOn('2026-02-20')).toEqual(['SUSPENDED']);
      expect(point.with(resumedFor('2026-02-17')).statusOn('2026-02-16', '2026-02-17', '2026-02-20')).toEqual([
        ...['SUSPENDED', 'ACTIVE', 'ACTIVE'],
      ]);
      expect(point.with(annulled(4)).statusOn('2026-02-15', '2026-02-20')).toEqual(['ACTIVE', 'ACTIVE']);
    });
  });

  it('an entry into force that is moved to a later day leaves no activity before it', () => {
    const moved = rectified(3, { changes: { effectiveDate: '2026-02-20', expiresOn: '2029-02-20' } });
    const point = following(activePoint, moved);
    expect(point.statusOn('2026-02-10', '2026-02-19', '2026-02-20')).toEqual(['DEACTIVATED', 'DEACTIVATED', 'ACTIVE']);
    expect(point.activityOn('2026-02-20')).toEqual({ protocolId: 'p-1', from: '2026-02-20' });
    expect(point.last[0]).toMatchObject({ data: { reason: 'PROTOCOL_NOT_IN_FORCE', ...moves('ACTIVE', 'ACTIVE') } });
  });

  it('P7: one that an amendment takes away on the first day in force has waited in vain, and does not begin by being named once more', () => {
    const moved = rectified(3, { changes: { effectiveDate: '2026-02-20', expiresOn: '2029-02-20' } });
    const changes = [amended('2026-02-20', ['another']), amended('2026-02-25', ['point-1'])];
    const point = following(activePoint, ...changes, moved);
    expect(point.statusOn('2026-02-19', '2026-02-20', '2026-02-25')).toEqual([
      ...['DEACTIVATED', 'DEACTIVATED', 'DEACTIVATED'],
    ]);
  });

  it('K4: what persons did of one that had not begun by then stands, by whichever activation it begins', () => {
    const anew = on('2026-02-20', {
      type: 'PuntoClienteActivated',
      data: { kind: 'SERVIZIO', protocolId: 'p-1', activatedOn: '2026-02-20' },
    });
    const changed = on('2026-02-15', {
      type: 'PuntoClienteKindChanged',
      data: { kind: 'INFORMATIVO', previousKind: 'SERVIZIO', services: ['stato-domanda'], changedOn: '2026-02-15' },
    });
    const moved = rectified(3, { changes: { effectiveDate: '2026-02-20', expiresOn: '2029-02-20' } });
    const allowing = amended('2026-02-20', ['point-1'], ['SERVIZIO', 'INFORMATIVO']);
    const point = following([...activePoint, anew, changed], moved, allowing);
    expect(point.servicesOn('2026-02-20')).toEqual(['stato-domanda']);
  });
});
