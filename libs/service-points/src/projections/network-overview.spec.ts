import type { DomainEvent } from '#kernel';
import { projection, type Envelope } from '#kernel/specification';
import { emptyOverview, networkOverview } from './network-overview.ts';

const bologna: Envelope = { metadata: { scope: { region: '08', province: '037' } } };
const modena: Envelope = { metadata: { scope: { region: '08', province: '036' } } };
const region: Envelope = { metadata: { scope: { region: '08', host: 'host-1' } } };
const point = (type: string, kind = 'SERVIZIO'): DomainEvent => ({ type: `PuntoCliente${type}`, data: { kind } });
const plain = (type: string, data: object = {}): DomainEvent => ({ type, data });

function overviewAfter(...entries: [DomainEvent, Envelope][]) {
  return projection(networkOverview).given(...entries);
}

describe('overview of the network', () => {
  it('counts points by kind and state in province, region and nation', () => {
    const overview = overviewAfter(
      [point('Requested'), bologna],
      [point('Approved'), bologna],
      [point('Activated'), bologna],
      [point('Requested', 'INFORMATIVO'), modena],
      [point('Declined', 'INFORMATIVO'), modena],
      [point('Requested'), modena],
    );
    const counts = (key: string) => overview.document(key)?.points;
    expect(counts('province:037')?.SERVIZIO).toEqual({
      REQUESTED: 0,
      APPROVED: 0,
      DECLINED: 0,
      ACTIVE: 1,
      DEACTIVATED: 0,
    });
    expect(counts('region:08')?.SERVIZIO).toMatchObject({ ACTIVE: 1, REQUESTED: 1 });
    expect(counts('region:08')?.INFORMATIVO).toMatchObject({ DECLINED: 1, REQUESTED: 0 });
    expect(counts('nation')).toEqual(counts('region:08'));
    expect(overview.document('province:036')).toMatchObject({ level: 'province', code: '036', region: '08' });
  });

  it('a point that ends leaves the active ones', () => {
    const overview = overviewAfter(
      ...['Requested', 'Approved', 'Activated', 'Deactivated'].map((type): [DomainEvent, Envelope] => [
        point(type),
        bologna,
      ]),
    );
    expect(overview.document('nation')?.points.SERVIZIO).toEqual({
      REQUESTED: 0,
      APPROVED: 0,
      DECLINED: 0,
      ACTIVE: 0,
      DEACTIVATED: 1,
    });
  });

  it.each([
    ['IN_FORCE', ['ProtocolDrafted', 'ProtocolSubmitted', 'ProtocolSigned', 'ProtocolEnteredIntoForce']],
    ['REJECTED', ['ProtocolDrafted', 'ProtocolSubmitted', 'ProtocolRejected']],
    [
      'TERMINATED',
      ['ProtocolDrafted', 'ProtocolSubmitted', 'ProtocolSigned', 'ProtocolEnteredIntoForce', 'ProtocolTerminated'],
    ],
    [
      'EXPIRED',
      ['ProtocolDrafted', 'ProtocolSubmitted', 'ProtocolSigned', 'ProtocolEnteredIntoForce', 'ProtocolExpired'],
    ],
  ])('a protocol is counted once, as %s', (state, types) => {
    const overview = overviewAfter(...types.map((type): [DomainEvent, Envelope] => [plain(type), region]));
    for (const key of ['nation', 'region:08']) {
      const standing = Object.entries(overview.document(key)?.protocols ?? {}).filter(([, count]) => count !== 0);
      expect(standing).toEqual([[state, 1]]);
    }
  });

  it.each(['DRAFT', 'SUBMITTED'])('a protocol withdrawn as %s leaves that state', (from) => {
    const before = from === 'DRAFT' ? ['ProtocolDrafted'] : ['ProtocolDrafted', 'ProtocolSubmitted'];
    const overview = overviewAfter(...before.map((type): [DomainEvent, Envelope] => [plain(type), region]), [
      plain('ProtocolWithdrawn', { from }),
      region,
    ]);
    const standing = Object.entries(overview.document('nation')?.protocols ?? {}).filter(([, count]) => count !== 0);
    expect(standing).toEqual([['WITHDRAWN', 1]]);
  });

  it('counts agendas and appointments where the agenda is', () => {
    const overview = overviewAfter(
      [plain('AgendaOpened'), bologna],
      [plain('AgendaOpened'), modena],
      [plain('AgendaClosed'), modena],
      [plain('AppointmentBooked'), bologna],
      [plain('AppointmentBooked'), bologna],
      [plain('AppointmentCancelled'), bologna],
      [plain('AppointmentDisplacedByClosure'), bologna],
    );
    expect(overview.document('province:037')).toMatchObject({
      agendas: { open: 1, closed: 0 },
      appointments: { booked: 2, cancelled: 1, displaced: 1 },
    });
    expect(overview.document('region:08')?.agendas).toEqual({ open: 1, closed: 1 });
    expect(overview.document('nation')?.appointments).toEqual({ booked: 2, cancelled: 1, displaced: 1 });
  });

  it('has no protocols of a province: they are concluded by regions', () => {
    expect(emptyOverview({ level: 'province', code: '037', region: '08' }).protocols).toBeNull();
  });
});
