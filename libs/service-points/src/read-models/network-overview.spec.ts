import { agendaCounters } from '#agenda';
import type { DomainEvent } from '#kernel/domain';
import { projection, type Envelope } from '#kernel/specification';
import { protocols } from '#protocols';
import { defineCounters, moves } from '#use-cases';
import { PuntoClienteApproved, PuntoClienteRequested } from '../domain/events.ts';
import { servicePoints } from '../service-points.ts';
import { networkOverviewOf, type OverviewArea } from './network-overview.ts';

const contributions = [...protocols.counters, ...servicePoints.counters, ...agendaCounters];
const model = networkOverviewOf(contributions);

type Counts = Readonly<Record<string, number>>;
/** An overview, with what these contexts have counted. */
interface Overview extends OverviewArea {
  readonly points: Readonly<Record<string, Counts>>;
  readonly protocols: Counts | null;
  readonly agendas: Counts;
  readonly appointments: Counts;
  readonly operatorAuthorizations: Counts;
}

const bologna: Envelope = { metadata: { scope: { region: '08', province: '037' } } };
const modena: Envelope = { metadata: { scope: { region: '08', province: '036' } } };
const region: Envelope = { metadata: { scope: { region: '08', host: 'host-1' } } };
const point = (type: string, kind = 'SERVIZIO'): DomainEvent => ({ type: `PuntoCliente${type}`, data: { kind } });
const plain = (type: string, data: object = {}): DomainEvent => ({ type, data });

function overviewAfter(...entries: [DomainEvent, Envelope][]) {
  const built = projection(model.projection).given(...entries);
  return { document: (key: string) => built.document(key) as Overview | undefined };
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
      SUSPENDED: 0,
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
      SUSPENDED: 0,
      DEACTIVATED: 1,
    });
  });

  it('a point is counted as what its events say that it is: of another kind, suspended, in another province', () => {
    const standing = (kind: string, state: string, province = '037') => ({ kind, state, province });
    const said = (type: string, kind: string, from: object, to: object): DomainEvent => ({
      type: `PuntoCliente${type}`,
      data: { kind, from, to },
    });
    const overview = overviewAfter(
      [point('Requested'), bologna],
      [point('Approved'), bologna],
      [said('KindChanged', 'EVOLUTO', standing('SERVIZIO', 'APPROVED'), standing('EVOLUTO', 'APPROVED')), bologna],
      [said('Activated', 'EVOLUTO', standing('EVOLUTO', 'APPROVED'), standing('EVOLUTO', 'ACTIVE')), bologna],
      [said('Relocated', 'EVOLUTO', standing('EVOLUTO', 'ACTIVE'), standing('EVOLUTO', 'ACTIVE', '036')), modena],
      [
        said('Suspended', 'EVOLUTO', standing('EVOLUTO', 'ACTIVE', '036'), standing('EVOLUTO', 'SUSPENDED', '036')),
        modena,
      ],
      // Recorded late: of today it changes nothing.
      [
        said('Suspended', 'EVOLUTO', standing('EVOLUTO', 'SUSPENDED', '036'), standing('EVOLUTO', 'SUSPENDED', '036')),
        modena,
      ],
    );
    const counts = (key: string) =>
      Object.entries(overview.document(key)?.points ?? {}).flatMap(([kind, states]) =>
        Object.entries(states).flatMap(([state, count]) => (count === 0 ? [] : [[kind, state, count]])),
      );
    expect(counts('province:037')).toEqual([]);
    for (const key of ['province:036', 'region:08', 'nation'])
      expect(counts(key)).toEqual([['EVOLUTO', 'SUSPENDED', 1]]);
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
      [plain('AppointmentCompleted'), bologna],
      [plain('AppointmentMarkedNoShow'), modena],
    );
    expect(overview.document('province:037')).toMatchObject({
      agendas: { open: 1, closed: 0 },
      appointments: { booked: 2, cancelled: 1, displaced: 1, completed: 1, noShows: 0, lapsed: 0 },
    });
    expect(overview.document('region:08')?.agendas).toEqual({ open: 1, closed: 1 });
    expect(overview.document('nation')?.appointments).toEqual({
      ...{ booked: 2, cancelled: 1, displaced: 1, rescheduled: 0, completed: 1, noShows: 1, lapsed: 0 },
    });
  });

  it('has no protocols of a province: they are concluded by regions', () => {
    expect(model.empty({ level: 'province', code: '037', region: '08' }).protocols).toBeNull();
  });

  it('counts authorisations of operators by what they are today, whatever day a fact is of', () => {
    const authorization = (type: string, from: string, to: string): [DomainEvent, Envelope] => [
      plain(`OperatorAuthorization${type}`, { from, to }),
      bologna,
    ];
    const overview = overviewAfter(
      [plain('OperatorAuthorizationRequested'), bologna],
      [plain('OperatorAuthorizationRequested'), bologna],
      [plain('OperatorAuthorizationRequested'), bologna],
      authorization('Granted', 'REQUESTED', 'GRANTED'),
      authorization('Declined', 'REQUESTED', 'DECLINED'),
      authorization('Withdrawn', 'REQUESTED', 'WITHDRAWN'),
      authorization('Suspended', 'GRANTED', 'GRANTED'),
    );
    for (const area of ['nation', 'region:08', 'province:037']) {
      expect(overview.document(area)?.operatorAuthorizations).toEqual({
        ...{ REQUESTED: 0, DECLINED: 1, WITHDRAWN: 1, GRANTED: 1, SUSPENDED: 0, REVOKED: 0, EXPIRED: 0 },
      });
    }
  });

  it('has all that is counted, at zero, where nothing happened yet', () => {
    expect(model.empty({ level: 'region', code: '08', region: '08' })).toEqual({
      ...{ level: 'region', code: '08', region: '08' },
      points: Object.fromEntries(
        ['INFORMATIVO', 'SERVIZIO', 'EVOLUTO'].map((kind) => [
          kind,
          { REQUESTED: 0, APPROVED: 0, DECLINED: 0, ACTIVE: 0, SUSPENDED: 0, DEACTIVATED: 0 },
        ]),
      ),
      operatorAuthorizations: {
        ...{ REQUESTED: 0, DECLINED: 0, WITHDRAWN: 0, GRANTED: 0, SUSPENDED: 0, REVOKED: 0, EXPIRED: 0 },
      },
      protocols: {
        ...{ DRAFT: 0, SUBMITTED: 0, REJECTED: 0, WITHDRAWN: 0 },
        ...{ SIGNED: 0, IN_FORCE: 0, SUSPENDED: 0, RENEWED: 0, TERMINATED: 0, EXPIRED: 0 },
      },
      agendas: { open: 0, closed: 0 },
      appointments: { booked: 0, cancelled: 0, displaced: 0, rescheduled: 0, completed: 0, noShows: 0, lapsed: 0 },
    });
  });

  describe('is made from what contexts contribute', () => {
    const requests = defineCounters({
      name: 'requests',
      counts: ['open', 'approved'],
      moves: [
        moves(PuntoClienteRequested, { to: 'open' }),
        moves(PuntoClienteApproved, { from: 'open', to: 'approved' }),
      ],
    });

    it('a contribution that is added is counted and published beside the others, and builds the overview anew', () => {
      const more = networkOverviewOf([...contributions, requests]);
      const given = projection(more.projection).given([point('Requested'), bologna], [point('Approved'), bologna]);

      expect(given.document('nation')).toMatchObject({
        requests: { open: 0, approved: 1 },
        points: { SERVIZIO: { APPROVED: 1 } },
      });
      expect(more.answer.properties.requests).toMatchObject({ properties: { approved: { type: 'integer' } } });
      expect(more.projection.version).toBe(model.projection.version + 1);
    });

    it('two contributions of one name, and an event that moves a contribution twice, are refused', () => {
      expect(() => networkOverviewOf([requests, requests])).toThrow(
        'two contributions to the overview are called requests',
      );
      const twice = { ...requests, moves: [...requests.moves, ...requests.moves.slice(-1)] };
      expect(() => networkOverviewOf([twice])).toThrow('requests: PuntoClienteApproved moves its counts twice');
    });

    it('a kind that nobody declared is refused, rather than lost', () => {
      expect(() => overviewAfter([point('Requested', 'MOBILE'), bologna])).toThrow('points: no kind is called MOBILE');
    });

    it('an event that does not carry what counts are told apart by is refused at declaration', () => {
      const by = { field: 'colour', values: ['red'] };
      expect(() =>
        defineCounters({ ...{ name: 'x', counts: ['y'] }, by, moves: [moves(PuntoClienteApproved, { to: 'y' })] }),
      ).toThrow('x: PuntoClienteApproved carries no colour');
    });
  });

  it('T4: appointments of a day are counted where its agenda is: those of days ahead pass with it, those of days before stay', () => {
    const day = (data: object): DomainEvent => plain('DayPlanned', { region: '08', province: '036', ...data });
    const counts = { booked: 2, cancelled: 1, displaced: 0, rescheduled: 0 };
    const previous = { region: '08', province: '037', passes: { counts } };
    const overview = overviewAfter(
      ...[1, 2, 3].map((): [DomainEvent, Envelope] => [plain('AppointmentBooked'), bologna]),
      [plain('AppointmentCancelled'), bologna],
      [day({ previous }), modena],
      // A plan that changes nothing of where the day is, and the first of a day, move nothing.
      [day({ previous: { region: '08', province: '036' } }), modena],
      [day({}), modena],
      [plain('AppointmentCancelled'), modena],
    );
    // What earlier versions passed on does not say who was received, and who did not come.
    const none = { displaced: 0, rescheduled: 0, completed: 0, noShows: 0, lapsed: 0 };
    const counted = (key: string) => overview.document(key)?.appointments;
    expect(counted('province:037')).toEqual({ booked: 1, cancelled: 0, ...none });
    expect(counted('province:036')).toEqual({ booked: 2, cancelled: 2, ...none });
    for (const key of ['region:08', 'nation']) expect(counted(key)).toEqual({ booked: 3, cancelled: 2, ...none });
  });
});
