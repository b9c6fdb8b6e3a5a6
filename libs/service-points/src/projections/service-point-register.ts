import { defineProjection, DomainError, idOf, type PageAnswer, type ProjectionReader } from '#kernel';
import { pageQueryOf, requireScope, type DocumentRequest, type ListRequest } from '#platform';
import { changesAfter, historyEntry, type HistoryEntry } from '#protocols';
import { dayAfter } from '#italy';
import type { PuntoClienteEvent } from '../domain/events.ts';
import type {
  Address,
  DeactivationReason,
  HostRequest,
  Operator,
  PointHost,
  PointKind,
  PointStatus,
} from '../domain/vocabulary.ts';

/** A stretch of time in which a point was active. */
export interface ActivityPeriod {
  /** First day of activity. */
  readonly from: string;
  /** First day without; null while it goes on. */
  readonly until: string | null;
  readonly protocolId: string;
  readonly reason: DeactivationReason | null;
}

export interface PuntoClienteDocument {
  readonly id: string;
  readonly state: PointStatus;
  readonly kind: PointKind;
  readonly host: PointHost;
  readonly region: string;
  readonly province: string;
  readonly municipality: string;
  readonly address: Address;
  readonly hostRequest: HostRequest | null;
  /** The protocol that covers it, or covered it last. */
  readonly protocolId: string | null;
  readonly operators: readonly Operator[];
  readonly periods: readonly ActivityPeriod[];
  readonly requestedAt: string;
  readonly changedAt: string;
  readonly revision: number;
  readonly history: readonly HistoryEntry[];
}

/** A line of the register: everything but the history. */
export type PuntoClienteSummary = Omit<PuntoClienteDocument, 'history'>;

/** As stored: with the bounds of the last period as scalars that a query can ask for. */
type StoredPuntoCliente = PuntoClienteDocument & {
  readonly activity: { readonly from: string; readonly until: string } | null;
};

export interface PuntoClienteFilter {
  readonly region?: string | undefined;
  readonly province?: string | undefined;
  readonly state?: PointStatus | undefined;
  readonly kind?: PointKind | undefined;
  readonly host?: string | undefined;
  readonly protocol?: string | undefined;
  /** A date, `yyyy-mm-dd`: points that were active on that day. */
  readonly activeOn?: string | undefined;
}

/** Later than any date a period ends on. */
const STILL_ACTIVE = '9999-12-31';

const changing = changesAfter<StoredPuntoCliente>('PuntoClienteRequested');

/** The register of Punti Cliente: one document per point, with its periods of activity and its whole history. */
export const servicePointRegister = defineProjection<StoredPuntoCliente, PuntoClienteEvent>({
  name: 'service-point-register',
  version: 1,
  indexes: [
    { fields: ['requestedAt'] },
    { fields: ['region', 'requestedAt'] },
    { fields: ['province', 'requestedAt'] },
    { fields: ['state', 'requestedAt'] },
    { fields: ['kind', 'requestedAt'] },
    { fields: ['host.id', 'requestedAt'] },
    { fields: ['protocolId', 'requestedAt'] },
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: {
    PuntoClienteRequested: (_document, event) => {
      const { pointId, hostRequest, ...data } = event.data;
      return {
        id: pointId,
        state: 'REQUESTED',
        ...data,
        hostRequest: hostRequest ?? null,
        protocolId: null,
        operators: [],
        periods: [],
        activity: null,
        requestedAt: event.recordedAt,
        changedAt: event.recordedAt,
        revision: event.revision,
        history: [historyEntry(event)],
      };
    },
    PuntoClienteApproved: changing(() => ({ state: 'APPROVED' })),
    PuntoClienteDeclined: changing(() => ({ state: 'DECLINED' })),
    PuntoClienteActivated: changing(({ protocolId, activatedOn, operators }, { periods }) => ({
      state: 'ACTIVE',
      protocolId,
      operators,
      periods: [...periods, { from: activatedOn, until: null, protocolId, reason: null }],
      activity: { from: activatedOn, until: STILL_ACTIVE },
    })),
    PuntoClienteDeactivated: changing(({ deactivatedOn, reason }, { periods, activity }) => ({
      state: 'DEACTIVATED',
      periods: periods.map((period) => (period.until === null ? { ...period, until: deactivatedOn, reason } : period)),
      activity: activity && { ...activity, until: deactivatedOn },
    })),
  },
});

/** @throws DomainError PUNTO_CLIENTE_NOT_FOUND | OUTSIDE_TERRITORY */
export async function puntoClienteOf(
  reader: ProjectionReader,
  { principal, id, read }: DocumentRequest,
): Promise<PuntoClienteDocument> {
  const { document: stored } = await reader.get(servicePointRegister, id, read);
  if (!stored) throw new DomainError('PUNTO_CLIENTE_NOT_FOUND', { id }, 'not-found');
  requireScope(principal, { region: stored.region, province: stored.province, host: stored.host.id });
  const { activity: _bounds, ...document } = stored;
  return document;
}

/** Lines of the register, newest request first, within the territory or body of whoever asks. */
export async function listPuntiCliente(
  reader: ProjectionReader,
  request: ListRequest<PuntoClienteFilter>,
): Promise<PageAnswer<PuntoClienteSummary>> {
  const { region, province, state, kind, host, protocol, activeOn } = request.filter;
  const asked = {
    region,
    province,
    state,
    kind,
    'host.id': host,
    protocolId: protocol,
    ...(activeOn === undefined
      ? {}
      : { 'activity.from': { to: activeOn }, 'activity.until': { from: dayAfter(activeOn) } }),
  };
  const fields = { region: 'region', province: 'province', host: 'host.id' };
  const query = pageQueryOf(request, asked, fields, [{ field: 'requestedAt', descending: true }]);
  const page = await reader.find(servicePointRegister, query, request.read);
  return { ...page, items: page.items.map(({ history: _history, activity: _bounds, ...summary }) => summary) };
}
