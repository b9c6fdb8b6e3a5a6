import { projection, recordedLog } from '#kernel/specification';
import { publishedEvents } from '#integration';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { servicePointRegister } from '../read-models/service-point-register.ts';
import {
  activePoint,
  approvedPoint,
  moves,
  on,
  resumed,
  suspendedFor,
  suspension,
} from '../specification/sample-point.ts';
import { drawn, type Drawn, type Told } from '../specification/drawn-map.ts';
import { publishedPoints } from './published-points.ts';

const events = publishedEvents(publishedPoints);
const other = { province: '036', municipality: 'F257', address: { street: 'Via Emilia 1', postalCode: '41121' } };
const third = { province: '037', municipality: 'A944', address: { street: 'Via Indipendenza 2', postalCode: '40121' } };

/** What is published of a life. */
function toldOf(life: readonly PuntoClienteEvent[]): readonly Told[] {
  return recordedLog(life).flatMap((event) =>
    events.keys(event).map((key) => events.fold(undefined, event, key) as unknown as Told),
  );
}

/** The same, as the register has it. */
function registered(life: readonly PuntoClienteEvent[]): Drawn {
  const point = projection(servicePointRegister)
    .given(...life.map((event) => [event, { stream: 'PuntoCliente-point-1' }] as const))
    .document('point-1')!;
  const { state, region, province, municipality, address, host, kind, services, protocolId: protocol } = point;
  return {
    isOpen: state === 'ACTIVE',
    place: { region, province, municipality, address, host },
    kind,
    services,
    protocol,
  };
}

const relocated = (relocatedOn: string, to: typeof other): PuntoClienteEvent =>
  on(relocatedOn, {
    type: 'PuntoClienteRelocated',
    data: {
      ...{ kind: 'SERVIZIO', ...to, relocatedOn },
      previous: {
        province: '037',
        municipality: 'A944',
        address: { street: 'Piazza Maggiore 6', postalCode: '40124' },
      },
    },
  });
const closed = on('2026-05-01', {
  type: 'PuntoClienteDeactivated',
  data: {
    ...{ kind: 'SERVIZIO', protocolId: 'p-1', reason: 'HOST_REQUEST', deactivatedOn: '2026-05-01' },
    ...moves('ACTIVE', 'DEACTIVATED'),
  },
});
const evolved = on('2026-03-01', {
  type: 'PuntoClienteKindChanged',
  data: {
    ...{ kind: 'EVOLUTO', previousKind: 'SERVIZIO', services: ['variazione-residenza', 'stato-domanda'] },
    changedOn: '2026-03-01',
  },
});
const transferred = on('2026-04-01', {
  type: 'PuntoClienteCoverageTransferred',
  data: { kind: 'SERVIZIO', previousProtocolId: 'p-1', protocolId: 'p-2', transferredOn: '2026-04-01' },
});

/** The fact with this place was of another day, or never was. */
const rectified = (
  rectifies: number,
  more: { changes: { relocatedOn: string } } | { annuls: true },
): PuntoClienteEvent => ({
  type: 'PuntoClienteRectified',
  data: {
    ...{ rectifies, of: 'PuntoClienteRelocated', ...more, reason: 'Errore', on: '2026-04-01', kind: 'SERVIZIO' },
    act: { authority: 'Direzione regionale', number: '7', date: '2026-05-02' },
    ...{
      ...moves('ACTIVE', 'ACTIVE'),
      standing: { suspensions: [], activity: { protocolId: 'p-1', from: '2026-02-10' } },
    },
  },
});
const movedTwice = [...activePoint, relocated('2026-04-01', other), relocated('2026-03-01', third)];

describe('the map of open points, drawn from what is published alone, is that of the register', () => {
  it.each<[string, readonly PuntoClienteEvent[]]>([
    ['of one that is not open yet', approvedPoint],
    ['of one that is open', activePoint],
    [
      'of one that is suspended, for two reasons',
      [...activePoint, suspendedFor('PREMISES', '2026-03-01'), suspension('STAFF', '2026-03-02')],
    ],
    ['of one that receives again', [...activePoint, suspendedFor('PREMISES', '2026-03-01'), resumed('2026-03-10')]],
    ['of one that is closed', [...activePoint, closed]],
    ['of one that is of another kind', [...activePoint, evolved]],
    ['of one under another protocol', [...activePoint, transferred]],
    ['of one that has moved', [...activePoint, relocated('2026-03-01', other)]],
    ['of one that has moved twice, which was recorded the other way round', movedTwice],
    [
      'of one that moved on another day than was told',
      [...movedTwice, rectified(4, { changes: { relocatedOn: '2026-02-20' } })],
    ],
    ['of one that never moved as was told', [...movedTwice, rectified(4, { annuls: true })]],
  ])('%s', (_what, life) => {
    expect(drawn(toldOf(life))).toEqual(registered(life));
  });
});

describe('a point that moves to another province', () => {
  const standing = { kind: 'SERVIZIO', state: 'ACTIVE' } as const;
  const annulled: PuntoClienteEvent = {
    type: 'PuntoClienteRectified',
    data: {
      ...{ rectifies: 4, of: 'PuntoClienteRelocated', annuls: true, reason: 'Errore', on: '2026-04-01' },
      act: { authority: 'Direzione regionale', number: '7', date: '2026-05-02' },
      ...{ kind: 'SERVIZIO', from: { ...standing, province: '036' }, to: { ...standing, province: '037' } },
      standing: { suspensions: [], activity: { protocolId: 'p-1', from: '2026-02-10' } },
    },
  };

  it.each([
    ['when it does', relocated('2026-04-01', other), { province: '036', leftProvince: '037' }],
    ['when that is annulled', annulled, { province: '037', leftProvince: '036' }],
  ])('tells so in the one that it leaves, %s', (_when, event, expected) => {
    const [{ metadata, ...recorded } = undefined!] = recordedLog([event]);
    const scope = { region: '08', province: expected.province, host: 'host-1' };
    const placed = { ...recorded, metadata: { ...metadata, scope } };
    expect(events.fold(undefined, placed, events.keys(placed)[0]!)).toMatchObject({ ...expected, leftRegion: null });
  });
});
