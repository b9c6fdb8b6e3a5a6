import type { Life } from '#use-cases/dated';
import { specify } from '#use-cases/specification';
import { PuntoClienteSuspended, type PuntoClienteEvent } from '../domain/events.ts';
import { puntoCliente, puntoClienteLife } from '../domain/punto-cliente.ts';
import { suspensionsOf } from '../domain/punto-cliente-state.ts';
import { rectifiedPoint } from '../domain/rectified.ts';
import { standstillsOf } from '../domain/standstill.ts';
import { suspensionPeriodsOf } from '../read-models/activity-periods.ts';
import { activePoint, moves, on, resumed, suspendedFor, suspension } from '../specification/sample-point.ts';
import { deactivatePuntoCliente } from './deactivate-punto-cliente.ts';
import { endPuntoClienteWithProtocol } from './end-punto-cliente-with-protocol.ts';
import { liftSuspensionOfPuntoCliente } from './lift-suspension-of-punto-cliente.ts';
import { resumePuntoCliente } from './resume-punto-cliente.ts';
import { suspendPuntoClienteByPolicy } from './suspend-punto-cliente-by-policy.ts';
import { suspendPuntoCliente } from './suspend-punto-cliente.ts';

const subject = specify(puntoCliente);
const point = { pointId: 'point-1' };

describe('suspending a Punto Cliente', () => {
  it('has a reason, and a day until which it lasts if that is known', () => {
    subject
      .given(...activePoint)
      .when(suspendPuntoCliente, { ...point, reason: 'PREMISES', note: 'Lavori', until: '2026-03-20' })
      .then(
        on('2026-03-02', {
          type: 'PuntoClienteSuspended',
          data: {
            ...{ kind: 'SERVIZIO', protocolId: 'p-1', reason: 'PREMISES', suspendedOn: '2026-03-02' },
            ...{ note: 'Lavori', until: '2026-03-20', ...moves('ACTIVE', 'SUSPENDED') },
          },
        }),
      );
    subject
      .given(...activePoint)
      .when(suspendPuntoCliente, { ...point, reason: 'PREMISES', until: '2026-03-02' })
      .thenRefused('SUSPENSION_REVERSED');
    subject
      .given(...activePoint)
      .when(suspendPuntoCliente, { ...point, reason: 'PREMISES', suspendedOn: '2026-03-03' })
      .thenRefused('DATE_IN_FUTURE');
  });

  it('may have several reasons, each once, and is over when the last of them is', () => {
    subject
      .given(...activePoint, suspendedFor('PREMISES', '2026-03-01'))
      .when(suspendPuntoCliente, { ...point, reason: 'PREMISES' })
      .thenRefused('ALREADY_SUSPENDED', { from: '2026-03-01' });
    const both = [...activePoint, suspendedFor('PREMISES', '2026-03-01'), suspendedFor('STAFF', '2026-03-01')];
    const over = (reason: 'PREMISES' | 'STAFF', to: 'ACTIVE' | 'SUSPENDED'): PuntoClienteEvent =>
      on('2026-03-02', {
        type: 'PuntoClienteResumed',
        data: {
          ...{ kind: 'SERVIZIO', protocolId: 'p-1', reason, resumedOn: '2026-03-02', byHand: true },
          ...moves('SUSPENDED', to),
        },
      });
    subject
      .given(...both)
      .when(resumePuntoCliente, { ...point, reason: 'STAFF' })
      .then(over('STAFF', 'SUSPENDED'));
    subject
      .given(...both, over('STAFF', 'SUSPENDED'))
      .when(resumePuntoCliente, { ...point, reason: 'PREMISES' })
      .then(over('PREMISES', 'ACTIVE'));
    subject
      .given(...both, over('STAFF', 'SUSPENDED'))
      .when(resumePuntoCliente, { ...point, reason: 'STAFF' })
      .thenRefused('NOT_SUSPENDED_FOR_REASON', { standing: ['PREMISES'] });
  });

  it('a suspended point can be ended', () => {
    const [ended] = subject
      .given(...activePoint, suspendedFor('SECURITY', '2026-03-01'))
      .when(deactivatePuntoCliente, { ...point, reason: 'SECURITY' })
      .events();
    expect(ended).toMatchObject({ type: 'PuntoClienteDeactivated', data: moves('SUSPENDED', 'DEACTIVATED') });
  });
});

describe('T1: a fact is accepted if the state on its legal date allowed it, whatever the state today', () => {
  const ended = (deactivatedOn: string): PuntoClienteEvent =>
    on(deactivatedOn, {
      type: 'PuntoClienteDeactivated',
      data: { kind: 'SERVIZIO', protocolId: 'p-1', reason: 'HOST_REQUEST', deactivatedOn },
    });

  it('a suspension before the end of the point is taken after it, and leaves it ended', () => {
    const [late] = subject
      .given(...activePoint, ended('2026-03-01'))
      .when(suspendPuntoCliente, { ...point, reason: 'STAFF', suspendedOn: '2026-02-20' })
      .events();
    expect(late).toMatchObject({ data: moves('DEACTIVATED', 'DEACTIVATED'), effectiveAt: '2026-02-19T23:00:00.000Z' });
  });

  it('a suspension after the end of the point is refused, though it be recorded as late', () => {
    subject
      .given(...activePoint, ended('2026-02-20'))
      .when(suspendPuntoCliente, { ...point, reason: 'STAFF', suspendedOn: '2026-02-25' })
      .thenRefused('PUNTO_CLIENTE_STATE_FORBIDS', { state: 'DEACTIVATED', legalDate: '2026-02-25' });
  });

  it('the end of a protocol that is recorded late ends the point on its legal date, though it ended since', () => {
    const end = { ...point, protocolId: 'p-1', reason: 'PROTOCOL_TERMINATED' as const, endedOn: '2026-02-20' };
    const [first] = subject
      .given(...activePoint, ended('2026-03-01'))
      .when(endPuntoClienteWithProtocol, end)
      .events();
    expect(first).toMatchObject({ data: { deactivatedOn: '2026-02-20', ...moves('DEACTIVATED', 'DEACTIVATED') } });
    subject
      .given(...activePoint, ended('2026-02-15'))
      .when(endPuntoClienteWithProtocol, end)
      .thenRefused('NOT_ACTIVE_UNDER_PROTOCOL');
  });
});

describe('T1: a point that is suspended twice for one reason is so on the days of either', () => {
  const recordedOf = (events: readonly PuntoClienteEvent[]) =>
    events.reduce<Life<PuntoClienteEvent>>(
      (life, event, revision) =>
        puntoClienteLife.add(life, event, { revision, recordedAt: '2026-03-02T09:00:00.000Z' }),
      [],
    );
  const statesOn = (events: readonly PuntoClienteEvent[], ...days: string[]) =>
    days.map((day) => puntoClienteLife.stateOn(recordedOf(events), day).status);
  const suspend = (events: readonly PuntoClienteEvent[], suspendedOn: string, until?: string) => [
    ...events,
    ...subject
      .given(...events)
      .when(suspendPuntoCliente, { ...point, reason: 'PREMISES', suspendedOn, ...(until ? { until } : {}) })
      .events(),
  ];
  const resume = (events: readonly PuntoClienteEvent[], resumedOn: string) => [
    ...events,
    ...subject
      .given(...events)
      .when(resumePuntoCliente, { ...point, reason: 'PREMISES', resumedOn })
      .events(),
  ];
  const inner = suspend(activePoint, '2026-02-15', '2026-02-20');
  const open = suspend(inner, '2026-02-12');
  const standing = (events: readonly PuntoClienteEvent[]) => {
    const state = puntoClienteLife.stateOn(recordedOf(events), '2026-03-02');
    return state.status === 'ABSENT' ? [] : suspensionsOf(state);
  };

  it('the end of one that is over ends nothing while the other goes on', () => {
    expect(statesOn(open, '2026-02-12', '2026-02-15', '2026-02-20', '2026-03-02')).toEqual(Array(4).fill('SUSPENDED'));
    expect(standing(open)).toEqual([{ reason: 'PREMISES', from: '2026-02-12' }]);
    expect(open.at(-1)?.data).toMatchObject(moves('ACTIVE', 'SUSPENDED'));
    expect(standstillsOf({ life: recordedOf(open) })).toEqual([{ from: '2026-02-12' }]);
    expect(suspensionPeriodsOf(puntoClienteLife.walk(recordedOf(open)).filter(({ counts }) => counts))).toEqual([
      { reason: 'PREMISES', from: '2026-02-12', until: null, isOver: false },
    ]);
  });

  it('the one that goes on for longer is what stands, whichever was recorded first', () => {
    const ends = [{ reason: 'PREMISES', from: '2026-02-12', until: '2026-03-20' }];
    expect(standing(suspend(inner, '2026-02-12', '2026-03-20'))).toEqual(ends);
    expect(standing(suspend(suspend(activePoint, '2026-02-15', '2026-03-10'), '2026-02-12', '2026-03-20'))).toEqual(
      ends,
    );
    expect(standing(suspend(suspend(activePoint, '2026-02-15', '2026-03-20'), '2026-02-12', '2026-03-10'))).toEqual([
      { reason: 'PREMISES', from: '2026-02-15', until: '2026-03-20' },
    ]);
  });

  it('a resumption by an office ends both, also on a day that was set for one of them', () => {
    expect(statesOn(resume(open, '2026-02-18'), '2026-02-17', '2026-02-18')).toEqual(['SUSPENDED', 'ACTIVE']);
    expect(statesOn(resume(open, '2026-02-20'), '2026-02-19', '2026-02-20')).toEqual(['SUSPENDED', 'ACTIVE']);
  });

  it('the day that was set for one which was resumed before ends no other', () => {
    const before = resume(suspend(activePoint, '2026-02-12', '2026-02-20'), '2026-02-15');
    const again = suspend(before, '2026-02-18');
    expect(again.at(-1)?.data).toMatchObject(moves('ACTIVE', 'SUSPENDED'));
    const days = ['2026-02-14', '2026-02-15', '2026-02-18', '2026-02-20', '2026-03-02'];
    expect(statesOn(again, ...days)).toEqual(['SUSPENDED', 'ACTIVE', ...Array<string>(3).fill('SUSPENDED')]);
    expect(standing(again)).toEqual([{ reason: 'PREMISES', from: '2026-02-18' }]);
  });

  it('nor where what it was set for counts no longer, as the point turns out to have ended before', () => {
    const before = suspend(activePoint, '2026-02-12', '2026-02-20');
    const ended = on('2026-02-11', {
      type: 'PuntoClienteDeactivated',
      data: { kind: 'SERVIZIO', protocolId: 'p-1', reason: 'HOST_REQUEST', deactivatedOn: '2026-02-11' },
    });
    const anew = on('2026-02-14', {
      type: 'PuntoClienteActivated',
      data: { kind: 'SERVIZIO', protocolId: 'p-1', activatedOn: '2026-02-14' },
    });
    const again = suspend([...before, ended, anew], '2026-02-18');
    const days = ['2026-02-12', '2026-02-14', '2026-02-18', '2026-02-20', '2026-03-02'];
    const states = ['DEACTIVATED', 'ACTIVE', ...Array<string>(3).fill('SUSPENDED')];
    expect(statesOn(again, ...days)).toEqual(states);
  });

  it('T2: one that never was takes its own end with it, and leaves the other', () => {
    const annulled = (revision: number): PuntoClienteEvent[] => [
      ...open,
      ...rectifiedPoint(
        { rectifies: revision, reason: 'x', act: { authority: 'x', number: '1', date: '2026-03-01' } },
        { life: recordedOf(open), now: Date.parse('2026-03-02T09:00:00.000Z'), today: '2026-03-02' },
      ).events,
    ];
    const days = ['2026-02-12', '2026-02-15', '2026-02-20', '2026-03-02'];
    expect(statesOn(annulled(activePoint.length), ...days)).toEqual(Array(4).fill('SUSPENDED'));
    expect(statesOn(annulled(open.length - 1), ...days)).toEqual(['ACTIVE', 'SUSPENDED', 'ACTIVE', 'ACTIVE']);
  });

  it('of two of an earlier version the one that began later counted alone, and does; not beside one of this version', () => {
    const before = (suspendedOn: string, until: string) => {
      const { kind, protocolId } = { kind: 'SERVIZIO', protocolId: 'p-1' };
      const said = { kind, protocolId, reason: 'PREMISES', suspendedOn, until };
      const data = PuntoClienteSuspended.upcasters[2]?.(said) as (typeof PuntoClienteSuspended.schema)['static'];
      return on(suspendedOn, { type: 'PuntoClienteSuspended', data });
    };
    const old = [
      ...[...activePoint, before('2026-02-15', '2026-03-20'), before('2026-02-12', '2026-02-20')],
      resumed('2026-02-20'),
    ];
    const days = ['2026-02-12', '2026-02-19', '2026-02-20', '2026-03-02'];
    const states = ['SUSPENDED', 'SUSPENDED', 'ACTIVE', 'ACTIVE'];
    expect(statesOn(old, ...days)).toEqual(states);
    expect(suspensionPeriodsOf(puntoClienteLife.walk(recordedOf(old)).filter(({ counts }) => counts))).toEqual([
      { reason: 'PREMISES', from: '2026-02-12', until: '2026-02-20', isOver: true },
    ]);
    const more = suspend(old, '2026-02-11', '2026-02-14');
    expect(statesOn(more, '2026-02-11', '2026-02-14', ...days)).toEqual(['SUSPENDED', 'SUSPENDED', ...states]);
    const other = suspend([...activePoint, before('2026-02-15', '2026-03-20')], '2026-02-12', '2026-02-20');
    expect(statesOn(other, ...days)).toEqual(Array(4).fill('SUSPENDED'));
  });

  it('but what a policy says once more for its reason has the end that it says now', () => {
    const policy = (suspendedOn: string, until: string) =>
      on(suspendedOn, {
        type: 'PuntoClienteSuspended',
        data: { kind: 'SERVIZIO', protocolId: 'p-1', reason: 'PROTOCOL_SUSPENDED', suspendedOn, until },
      });
    expect(standing([...activePoint, policy('2026-02-12', '2026-03-20'), policy('2026-02-12', '2026-03-10')])).toEqual([
      { reason: 'PROTOCOL_SUSPENDED', from: '2026-02-12', until: '2026-03-10' },
    ]);
  });
});

describe('a point that follows others', () => {
  const withProtocol = { ...point, protocolId: 'p-1', reason: 'PROTOCOL_SUSPENDED' as const };

  it('is suspended on the legal date of the cause, once', () => {
    const [event] = subject
      .given(...activePoint)
      .when(suspendPuntoClienteByPolicy, { ...withProtocol, suspendedOn: '2026-02-20' })
      .events();
    expect(event).toMatchObject({
      data: { suspendedOn: '2026-02-20', reason: 'PROTOCOL_SUSPENDED', ...moves('ACTIVE', 'SUSPENDED') },
    });
    subject
      .given(...activePoint, suspendedFor('PROTOCOL_SUSPENDED', '2026-02-20'))
      .when(suspendPuntoClienteByPolicy, { ...withProtocol, suspendedOn: '2026-02-20' })
      .thenRefused('ALREADY_SUSPENDED_FOR_IT');
    subject
      .given(...activePoint)
      .when(suspendPuntoClienteByPolicy, { ...withProtocol, protocolId: 'p-2', suspendedOn: '2026-02-20' })
      .thenRefused('NOT_ACTIVE_UNDER_PROTOCOL');
  });

  it('that was activated after the cause is suspended from its activation on', () => {
    const [event] = subject
      .given(...activePoint)
      .when(suspendPuntoClienteByPolicy, { ...withProtocol, suspendedOn: '2026-02-01' })
      .events();
    expect(event).toMatchObject({ data: { suspendedOn: '2026-02-10' } });
  });

  it('is given back what that cause took, and nothing else', () => {
    const lift = { ...point, reason: 'PROTOCOL_SUSPENDED' as const, resumedOn: '2026-03-02' };
    subject
      .given(...activePoint)
      .when(liftSuspensionOfPuntoCliente, lift)
      .thenRefused('NOT_SUSPENDED_FOR_IT');
    const [event] = subject
      .given(...activePoint, suspendedFor('PREMISES', '2026-02-20'), suspension('PROTOCOL_SUSPENDED', '2026-02-25'))
      .when(liftSuspensionOfPuntoCliente, lift)
      .events();
    expect(event).toMatchObject({ type: 'PuntoClienteResumed', data: moves('SUSPENDED', 'SUSPENDED') });
  });

  it('T1: goes on suspended on the day that a person had set, where what suspends it ends on another by now', () => {
    const lift = { ...point, reason: 'PREMISES' as const, resumedOn: '2026-03-02' };
    const until = (day?: string): PuntoClienteEvent =>
      on('2026-02-20', {
        type: 'PuntoClienteSuspended',
        data: {
          ...{ kind: 'SERVIZIO', protocolId: 'p-1', reason: 'PREMISES', suspendedOn: '2026-02-20' },
          ...(day === undefined ? {} : { until: day }),
        },
      });
    for (const standing of [until('2026-03-05'), until()]) {
      subject
        .given(...activePoint, standing)
        .when(liftSuspensionOfPuntoCliente, lift)
        .thenRefused('NOT_SUSPENDED_FOR_IT');
    }
    const [event] = subject
      .given(...activePoint, until('2026-03-02'))
      .when(liftSuspensionOfPuntoCliente, lift)
      .events();
    expect(event).toMatchObject({ type: 'PuntoClienteResumed', data: { resumedOn: '2026-03-02' } });
  });

  it.each([suspendPuntoClienteByPolicy, liftSuspensionOfPuntoCliente, endPuntoClienteWithProtocol])(
    'is told so by policies alone: $name',
    ({ by }) => {
      expect(by).toEqual([]);
    },
  );
});
