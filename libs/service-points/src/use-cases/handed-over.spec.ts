import type { LocalDate } from '#italy';
import { lifeOnce, type Life } from '#use-cases/dated';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { followingProtocol, type Covering, type CoveringProtocol } from '../domain/following-protocol.ts';
import { puntoClienteLife } from '../domain/punto-cliente.ts';
import { suspensionsOf } from '../domain/punto-cliente-state.ts';
import { activePoint, livedPoint, on, suspendedFor } from '../specification/sample-point.ts';

const now = Date.parse('2026-03-02T08:00:00.000Z');
const act = { authority: 'Direzione regionale', number: '7', date: '2026-03-01' };
const covers: Covering = { covers: true, kinds: ['SERVIZIO'], wasSuspended: false };

/** The older protocol, in force since the beginning of the year, and the newer one, which renews it on a day that was rectified. */
function protocolsOf(day: LocalDate, amendedOn = day): readonly CoveringProtocol[] {
  const handover = { from: 'p-1', to: 'p-2', on: day, reason: 'Errore', act };
  const older = (date: LocalDate): Covering => {
    if (date < amendedOn && date < day) return covers;
    if (date < day) return { covers: false, reason: 'PROTOCOL_AMENDED' };
    return { covers: false, reason: 'PROTOCOL_RENEWED', ...(amendedOn < day ? {} : { successorId: 'p-2' }) };
  };
  const newer = (date: LocalDate): Covering =>
    date < day ? { covers: false, reason: 'PROTOCOL_NOT_IN_FORCE' } : covers;
  return [
    { protocolId: 'p-2', days: ['2026-01-10', day], on: newer, handover },
    { protocolId: 'p-1', days: ['2026-01-01', amendedOn, day], on: older, handover },
  ];
}

/** The life of a point once it has followed both protocols, and that there is nothing left to do then. */
function followed(life: Life<PuntoClienteEvent>, day: LocalDate, amendedOn?: LocalDate): Life<PuntoClienteEvent> {
  const follow = (whole: Life<PuntoClienteEvent>) =>
    protocolsOf(day, amendedOn).reduce((before, protocol) => {
      const facts = followingProtocol({ ...livedPoint([]), life: before }, protocol, { now });
      return lifeOnce(puntoClienteLife, before, now, ...facts);
    }, whole);
  // Once it has passed, it is looked at under the newer one anew.
  const after = follow(follow(life));
  expect(follow(after)).toHaveLength(after.length);
  return after;
}

/** A point that followed its protocols, whose day was rectified to others, one after the other. */
function handedOver(events: readonly PuntoClienteEvent[], ...days: readonly LocalDate[]) {
  return toldOf(days.reduce((life, day) => followed(life, day), livedPoint(events).life));
}

/** Under which protocol a point has activity on days, and what it is suspended for. */
function toldOf(life: Life<PuntoClienteEvent>) {
  return (...dates: readonly LocalDate[]) =>
    dates.map((date) => {
      const point = puntoClienteLife.judgedOn(life, date);
      if (point.status !== 'ACTIVE' && point.status !== 'SUSPENDED') return '-';
      const reasons = suspensionsOf(point).map(({ reason }) => reason);
      return [point.activity.protocolId, ...reasons].join(' ');
    });
}

const of = { kind: 'SERVIZIO' } as const;
const passedOn = (transferredOn: LocalDate): PuntoClienteEvent =>
  on(transferredOn, {
    type: 'PuntoClienteCoverageTransferred',
    data: { ...of, previousProtocolId: 'p-1', protocolId: 'p-2', transferredOn },
  });
const endedOn = (deactivatedOn: LocalDate, protocolId = 'p-2'): PuntoClienteEvent =>
  on(deactivatedOn, {
    type: 'PuntoClienteDeactivated',
    data: { ...of, protocolId, reason: 'HOST_REQUEST', deactivatedOn },
  });
const activatedOn = (activatedOn: LocalDate, protocolId = 'p-2'): PuntoClienteEvent =>
  on(activatedOn, { type: 'PuntoClienteActivated', data: { ...of, protocolId, activatedOn } });

/** Active under the older protocol since 10 February, it passed on the 12th. */
const passed = [...activePoint, passedOn('2026-02-12')];

describe('P6, T2: a point passes when its protocols do, where their day was rectified', () => {
  it('it passes on the day that is right, to either side', () => {
    const later = handedOver(passed, '2026-02-20');
    expect(later('2026-02-12', '2026-02-19', '2026-02-20')).toEqual(['p-1', 'p-1', 'p-2']);
    const back = handedOver(passed, '2026-02-20', '2026-02-15');
    expect(back('2026-02-14', '2026-02-15', '2026-02-20')).toEqual(['p-1', 'p-2', 'p-2']);
  });

  it('one that had no activity yet on the day passes once it has', () => {
    expect(handedOver(passed, '2026-02-05')('2026-02-09', '2026-02-10', '2026-02-12')).toEqual(['-', 'p-2', 'p-2']);
  });

  it('one that a person has ended before the day had activity under the older one until then, and has none since', () => {
    const point = [...passed, endedOn('2026-02-15')];
    expect(handedOver(point, '2026-02-20')('2026-02-12', '2026-02-14', '2026-02-15', '2026-02-20')).toEqual([
      ...['p-1', 'p-1', '-', '-'],
    ]);
    expect(handedOver(point, '2026-02-20', '2026-02-12')('2026-02-11', '2026-02-12', '2026-02-15')).toEqual([
      ...['p-1', 'p-2', '-'],
    ]);
  });

  it('activated anew before the day under the newer one, which was not in force, it is active from the day on', () => {
    const point = [...passed, endedOn('2026-02-15'), activatedOn('2026-02-17')];
    expect(handedOver(point, '2026-02-20')('2026-02-14', '2026-02-15', '2026-02-17', '2026-02-20')).toEqual([
      ...['p-1', '-', '-', 'p-2'],
    ]);
  });

  it('P7: one that the older one covered no longer before the day does not pass, though the newer one undid that end', () => {
    const amended: PuntoClienteEvent = on('2026-02-15', {
      type: 'PuntoClienteDeactivated',
      data: { ...of, protocolId: 'p-1', reason: 'PROTOCOL_AMENDED', deactivatedOn: '2026-02-15' },
    });
    const undone: PuntoClienteEvent = on('2026-02-15', {
      type: 'PuntoClienteActivated',
      data: { ...of, protocolId: 'p-2', activatedOn: '2026-02-15', undoes: '2026-02-15', asLeft: true },
    });
    const { life } = livedPoint([...activePoint, amended, passedOn('2026-02-12'), undone]);
    const later = followed(life, '2026-02-20', '2026-02-15');
    expect(toldOf(later)('2026-02-14', '2026-02-15', '2026-02-20', '2026-03-02')).toEqual(['p-1', '-', '-', '-']);
    expect(toldOf(followed(later, '2026-02-12'))('2026-02-11', '2026-02-12', '2026-02-15', '2026-03-02')).toEqual([
      ...['p-1', 'p-2', 'p-2', 'p-2'],
    ]);
  });

  it('T1: that it had passed in error ends what passed then, and no activity under the newer one that turns out to have begun before', () => {
    const terminated = (deactivatedOn: LocalDate, passedTo?: string): PuntoClienteEvent =>
      on(deactivatedOn, {
        type: 'PuntoClienteDeactivated',
        data: {
          ...{ ...of, protocolId: 'p-1', reason: 'PROTOCOL_TERMINATED', deactivatedOn },
          ...(passedTo === undefined ? {} : { passedTo }),
        },
      });
    const inError = [...activePoint, passedOn('2026-02-20'), terminated('2026-02-20', 'p-2')];
    const days = ['2026-02-14', '2026-02-15', '2026-02-18', '2026-02-20'] as const;
    expect(toldOf(livedPoint(inError).life)(...days)).toEqual(['p-1', 'p-1', 'p-1', '-']);
    const anew = [...inError, terminated('2026-02-15'), activatedOn('2026-02-18')];
    expect(toldOf(livedPoint(anew).life)(...days)).toEqual(['p-1', '-', 'p-2', 'p-2']);
  });

  it('of several activities that passed at once those before the day are of the older one, and the stop of a person goes on', () => {
    const twice = [
      ...[...activePoint, passedOn('2026-02-10'), endedOn('2026-02-12'), activatedOn('2026-02-14', 'p-1')],
      ...[passedOn('2026-02-14'), suspendedFor('SECURITY', '2026-02-16')],
    ];
    const dates = ['2026-02-10', '2026-02-12', '2026-02-14', '2026-02-19', '2026-02-20', '2026-03-02'];
    expect(handedOver(twice, '2026-02-20')(...dates)).toEqual([
      ...['p-1', '-', 'p-1', 'p-1 SECURITY', 'p-2 SECURITY', 'p-2 SECURITY'],
    ]);
    expect(handedOver(twice, '2026-02-13')(...dates)).toEqual([
      ...['p-1', '-', 'p-2', 'p-2 SECURITY', 'p-2 SECURITY', 'p-2 SECURITY'],
    ]);
    expect(
      handedOver(twice, '2026-02-20', '2026-02-11')('2026-02-10', '2026-02-11', '2026-02-14', '2026-02-20'),
    ).toEqual([...['p-1', 'p-2', 'p-2', 'p-2 SECURITY']]);
  });
});
