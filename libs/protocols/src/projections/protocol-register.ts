import { defineProjection, DomainError, idOf, type PageAnswer, type ProjectionReader } from '#kernel';
import { pageQueryOf, requireScope, type DocumentRequest, type ListRequest } from '#platform';
import type { ProtocolEvent } from '../domain/events.ts';
import { isSamePost } from '../domain/protocol-state.ts';
import type { Officer, PointKind, ProtocolHost, ProtocolStatus, Signature, Termination } from '../domain/vocabulary.ts';
import { changesAfter, historyEntry, type HistoryEntry } from './history.ts';

export interface ProtocolDocument {
  readonly id: string;
  readonly state: ProtocolStatus;
  readonly region: string;
  readonly host: ProtocolHost;
  readonly points: readonly string[];
  readonly kinds: readonly PointKind[];
  readonly durationMonths: number;
  readonly officers: readonly Officer[];
  readonly signatures: readonly Signature[];
  readonly draftedAt: string;
  readonly signedAt: string | null;
  readonly forwardedOn: string | null;
  readonly scheduledFor: string | null;
  /** First day in force. */
  readonly effectiveDate: string | null;
  /** First day no longer in force, unless terminated before. */
  readonly expiresOn: string | null;
  readonly termination: Termination | null;
  readonly changedAt: string;
  readonly revision: number;
  readonly history: readonly HistoryEntry[];
}

/** A line of the register: everything but the history. */
export type ProtocolSummary = Omit<ProtocolDocument, 'history'>;

export interface ProtocolFilter {
  readonly region?: string | undefined;
  readonly host?: string | undefined;
  readonly state?: ProtocolStatus | undefined;
  /** Id of a point that the protocol covers. */
  readonly point?: string | undefined;
}

const changing = changesAfter<ProtocolDocument>('ProtocolDrafted');

/** The register of protocols: one document per protocol, with its whole history. */
export const protocolRegister = defineProjection<ProtocolDocument, ProtocolEvent>({
  name: 'protocol-register',
  version: 1,
  indexes: [
    { fields: ['draftedAt'] },
    { fields: ['region', 'draftedAt'] },
    { fields: ['host.id', 'draftedAt'] },
    { fields: ['state', 'draftedAt'] },
    { fields: ['points', 'draftedAt'] },
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: {
    ProtocolDrafted: (_document, event) => ({
      id: event.data.protocolId,
      state: 'DRAFT',
      region: event.data.region,
      host: event.data.host,
      points: event.data.points,
      kinds: event.data.kinds,
      durationMonths: event.data.durationMonths,
      officers: [],
      signatures: [],
      draftedAt: event.recordedAt,
      signedAt: null,
      forwardedOn: null,
      scheduledFor: null,
      effectiveDate: null,
      expiresOn: null,
      termination: null,
      changedAt: event.recordedAt,
      revision: event.revision,
      history: [historyEntry(event)],
    }),
    ConventionOfficerAssigned: changing((officer, { officers }) => ({ officers: [...officers, officer] })),
    ConventionOfficerReplaced: changing(({ previousOfficerId: _previous, ...officer }, { officers }) => ({
      officers: officers.map((named) => (isSamePost(named, officer) ? officer : named)),
    })),
    ProtocolSubmitted: changing(() => ({ state: 'SUBMITTED' })),
    ProtocolRejected: changing(() => ({ state: 'REJECTED' })),
    ProtocolWithdrawn: changing(() => ({ state: 'WITHDRAWN' })),
    ProtocolSignatureRecorded: changing((signature, { signatures }) => ({ signatures: [...signatures, signature] })),
    ProtocolSigned: changing(({ signedAt }) => ({ state: 'SIGNED', signedAt })),
    ProtocolForwardedToCentralOrganisation: changing(({ forwardedOn }) => ({ forwardedOn })),
    ProtocolEntryIntoForceScheduled: changing(({ effectiveDate }) => ({ scheduledFor: effectiveDate })),
    ProtocolEnteredIntoForce: changing(({ effectiveDate, expiresOn }) => ({
      state: 'IN_FORCE',
      scheduledFor: null,
      effectiveDate,
      expiresOn,
    })),
    ProtocolTerminationNotified: changing((termination) => ({ termination })),
    ProtocolTerminated: changing((termination) => ({ state: 'TERMINATED', termination })),
    ProtocolExpired: changing(() => ({ state: 'EXPIRED' })),
  },
});

/** @throws DomainError PROTOCOL_NOT_FOUND | OUTSIDE_TERRITORY */
export async function protocolOf(
  reader: ProjectionReader,
  { principal, id, read }: DocumentRequest,
): Promise<ProtocolDocument> {
  const { document } = await reader.get(protocolRegister, id, read);
  if (!document) throw new DomainError('PROTOCOL_NOT_FOUND', { id }, 'not-found');
  requireScope(principal, { region: document.region, host: document.host.id });
  return document;
}

/** Lines of the register, newest draft first, within the territory or body of whoever asks. */
export async function listProtocols(
  reader: ProjectionReader,
  request: ListRequest<ProtocolFilter>,
): Promise<PageAnswer<ProtocolSummary>> {
  const { region, host, state, point } = request.filter;
  const asked = { region, 'host.id': host, state, points: point };
  const query = pageQueryOf(request, asked, { region: 'region', host: 'host.id' }, [
    { field: 'draftedAt', descending: true },
  ]);
  const page = await reader.find(protocolRegister, query, request.read);
  return { ...page, items: page.items.map(({ history: _history, ...summary }) => summary) };
}
