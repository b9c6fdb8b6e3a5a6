import { defineProjection, type DomainEvent, type PageAnswer, type ProjectionReader } from '#kernel';
import { PROTOCOL_STATES, type ProtocolEvent, type ProtocolStatus } from '#protocols';
import { pageQueryOf, requireScope, type AnyPrincipal, type ListRequest } from '#platform';
import type { PuntoClienteEvent } from '../domain/events.ts';
import { POINT_KINDS, POINT_STATES, type PointKind, type PointStatus } from '../domain/vocabulary.ts';

export type OverviewLevel = 'nation' | 'region' | 'province';

/** What an overview is of: the nation, a region or a province by ISTAT code. */
export interface OverviewArea {
  readonly level: OverviewLevel;
  /** ISTAT code; `IT` for the nation. */
  readonly code: string;
  /** ISTAT code of the region; null for the nation. */
  readonly region: string | null;
}

export interface NetworkOverview extends OverviewArea {
  readonly points: Readonly<Record<PointKind, Readonly<Record<PointStatus, number>>>>;
  /** Null for a province: a protocol is concluded by a region. */
  readonly protocols: Readonly<Record<ProtocolStatus, number>> | null;
  readonly agendas: { readonly open: number; readonly closed: number };
  /** All that ever were, not only those to come. */
  readonly appointments: { readonly booked: number; readonly cancelled: number; readonly displaced: number };
}

/** Events of the agenda that are counted; their payload plays no part, they stand where their scope says. */
type AgendaEvent =
  | DomainEvent<'AgendaOpened'>
  | DomainEvent<'AgendaClosed'>
  | DomainEvent<'AppointmentBooked'>
  | DomainEvent<'AppointmentCancelled'>
  | DomainEvent<'AppointmentDisplacedByClosure'>;

/** The whole of the network. */
export const NATION: OverviewArea = { level: 'nation', code: 'IT', region: null };

/** An overview without a single event. */
export function emptyOverview(area: OverviewArea): NetworkOverview {
  return {
    ...area,
    points: zeros(POINT_KINDS, () => zeros(POINT_STATES, () => 0)),
    protocols: area.level === 'province' ? null : zeros(PROTOCOL_STATES, () => 0),
    agendas: { open: 0, closed: 0 },
    appointments: { booked: 0, cancelled: 0, displaced: 0 },
  };
}

function zeros<K extends string, V>(names: readonly K[], value: () => V): Record<K, V> {
  return Object.fromEntries(names.map((name) => [name, value()])) as Record<K, V>;
}

/** The key of an area's document. */
export function overviewKey({ level, code }: Pick<OverviewArea, 'level' | 'code'>): string {
  return level === 'nation' ? level : `${level}:${code}`;
}

interface Stamped {
  readonly metadata: { readonly scope: { readonly region?: string; readonly province?: string } };
}

type Handler = (document: NetworkOverview | undefined, event: Stamped, key: string) => NetworkOverview;

/** A handler of one kind of event, for whichever of its areas a document is of. */
function counting<Event extends Stamped>(
  count: (overview: NetworkOverview, event: Event) => Partial<NetworkOverview>,
): (document: NetworkOverview | undefined, event: Event, key: string) => NetworkOverview {
  return (document, event, key) => {
    const overview = document ?? emptyOverview(areaOf(event, key));
    return { ...overview, ...count(overview, event) };
  };
}

function areaOf({ metadata: { scope } }: Stamped, key: string): OverviewArea {
  const [level, code] = key.split(':');
  if (code === undefined) return NATION;
  return { level: level === 'region' ? 'region' : 'province', code, region: scope.region ?? null };
}

function point(from: PointStatus | undefined, to: PointStatus) {
  return counting(({ points }, { data: { kind } }: Stamped & { readonly data: { readonly kind: PointKind } }) => ({
    points: { ...points, [kind]: moved(points[kind], from, to) },
  }));
}

function protocol(from: ProtocolStatus | undefined, to: ProtocolStatus): Handler {
  return counting(({ protocols }) => ({ protocols: protocols && moved(protocols, from, to) }));
}

function appointment(outcome: keyof NetworkOverview['appointments']): Handler {
  return counting(({ appointments }) => ({
    appointments: { ...appointments, [outcome]: appointments[outcome] + 1 },
  }));
}

function moved<S extends string>(
  counts: Readonly<Record<S, number>>,
  from: S | undefined,
  to: S,
): Readonly<Record<S, number>> {
  return { ...counts, ...(from === undefined ? {} : { [from]: counts[from] - 1 }), [to]: counts[to] + 1 };
}

/**
 * Counts of the network, one document per region and province where something happened, and one for the nation. Each
 * count follows from the event alone: what something was before is implied by the event, or carried by it.
 */
export const networkOverview = defineProjection<NetworkOverview, PuntoClienteEvent | ProtocolEvent | AgendaEvent>({
  name: 'network-overview',
  version: 1,
  indexes: [{ fields: ['level', 'code'] }, { fields: ['region', 'level', 'code'] }],
  keys: ({ metadata: { scope } }) => [
    'nation',
    ...(scope.region === undefined ? [] : [`region:${scope.region}`]),
    ...(scope.province === undefined ? [] : [`province:${scope.province}`]),
  ],
  on: {
    PuntoClienteRequested: point(undefined, 'REQUESTED'),
    PuntoClienteApproved: point('REQUESTED', 'APPROVED'),
    PuntoClienteDeclined: point('REQUESTED', 'DECLINED'),
    PuntoClienteActivated: point('APPROVED', 'ACTIVE'),
    PuntoClienteDeactivated: point('ACTIVE', 'DEACTIVATED'),

    ProtocolDrafted: protocol(undefined, 'DRAFT'),
    ProtocolSubmitted: protocol('DRAFT', 'SUBMITTED'),
    ProtocolRejected: protocol('SUBMITTED', 'REJECTED'),
    ProtocolWithdrawn: counting(({ protocols }, { data: { from } }) => ({
      protocols: protocols && moved<ProtocolStatus>(protocols, from, 'WITHDRAWN'),
    })),
    ProtocolSigned: protocol('SUBMITTED', 'SIGNED'),
    ProtocolEnteredIntoForce: protocol('SIGNED', 'IN_FORCE'),
    ProtocolTerminated: protocol('IN_FORCE', 'TERMINATED'),
    ProtocolExpired: protocol('IN_FORCE', 'EXPIRED'),

    AgendaOpened: counting(({ agendas }) => ({ agendas: { ...agendas, open: agendas.open + 1 } })),
    AgendaClosed: counting(({ agendas }) => ({ agendas: { open: agendas.open - 1, closed: agendas.closed + 1 } })),
    AppointmentBooked: appointment('booked'),
    AppointmentCancelled: appointment('cancelled'),
    AppointmentDisplacedByClosure: appointment('displaced'),
  },
});

/** The overview of one area, all zeros where nothing happened yet; not for those who see only a part of it. */
export async function overviewOf(
  reader: ProjectionReader,
  request: {
    readonly principal: AnyPrincipal;
    readonly area: OverviewArea;
    readonly read: ListRequest<object>['read'];
  },
): Promise<NetworkOverview> {
  const { principal, area, read } = request;
  requireScope(principal, {
    ...(area.region === null ? {} : { region: area.region }),
    ...(area.level === 'province' ? { province: area.code } : {}),
  });
  const { document } = await reader.get(networkOverview, overviewKey(area), read);
  return document ?? emptyOverview(area);
}

export interface OverviewFilter {
  readonly level?: OverviewLevel | undefined;
  /** ISTAT code: the region and its provinces. */
  readonly region?: string | undefined;
}

/** The overviews of all areas that whoever asks may see, where something happened. */
export function listOverviews(
  reader: ProjectionReader,
  request: ListRequest<OverviewFilter>,
): Promise<PageAnswer<NetworkOverview>> {
  const { level, region } = request.filter;
  const provincial = request.principal.role === 'provincial';
  const asked = { level: level ?? (provincial ? 'province' : undefined), region };
  const query = pageQueryOf(request, asked, { region: 'region', province: 'code' }, [
    { field: 'level' },
    { field: 'code' },
  ]);
  return reader.find(networkOverview, query, request.read);
}
