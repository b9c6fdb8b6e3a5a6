import { defineProjection, DomainError, type PageAnswer, type ProjectionReader, type ReadOptions } from '#kernel';
import { pageQueryOf, requireScope, type AnyPrincipal, type DocumentRequest, type ListRequest } from '#platform';
import type { OpeningBand } from '../domain/calendar/opening-bands.ts';
import type { AgendaEvent, AgendaProfile } from '../domain/events/agenda-events.ts';

/** One agenda: what it offers, when it is open and closed. */
export interface AgendaDocument extends AgendaProfile {
  /** Of the Agenda; give it back in If-Match. */
  readonly revision: number;
  readonly bands: readonly OpeningBand[];
  readonly closures: readonly {
    readonly closureId: string;
    readonly from: string;
    readonly until: string;
    readonly reason: string;
  }[];
  /** The first day on which it no longer receives; null while it has no end. */
  readonly closedFrom: string | null;
}

export interface AgendaFilter {
  readonly region?: string | undefined;
  readonly province?: string | undefined;
  readonly unit?: string | undefined;
  readonly serviceLine?: string | undefined;
}

/** The agendas there are, one document each. */
export const agendaDirectory = defineProjection<AgendaDocument, AgendaEvent>({
  name: 'agenda-directory',
  version: 1,
  indexes: [
    { fields: ['name'] },
    { fields: ['region', 'name'] },
    { fields: ['province', 'name'] },
    { fields: ['unit', 'name'] },
    { fields: ['serviceLine', 'name'] },
    { fields: ['region', 'serviceLine', 'name'] },
  ],
  keys: ({ data }) => [data.agendaId],
  on: {
    AgendaOpened: (_document, { data, revision }) => ({
      ...data,
      revision,
      bands: [],
      closures: [],
      closedFrom: null,
    }),
    OpeningBandDefined: (document, { data: { agendaId: _agenda, ...band }, revision }) =>
      document && { ...document, revision, bands: [...document.bands, band] },
    OpeningBandWithdrawn: (document, { data: { bandId }, revision }) =>
      document && { ...document, revision, bands: document.bands.filter((band) => band.bandId !== bandId) },
    AgendaCapacityChanged: (document, { data: { bandId, capacity }, revision }) =>
      document && {
        ...document,
        revision,
        bands: document.bands.map((band) => (band.bandId === bandId ? { ...band, capacity } : band)),
      },
    ClosureDeclared: (document, { data: { agendaId: _agenda, ...closure }, revision }) =>
      document && { ...document, revision, closures: [...document.closures, closure] },
    ClosureWithdrawn: (document, { data: { closureId }, revision }) =>
      document && {
        ...document,
        revision,
        closures: document.closures.filter((closure) => closure.closureId !== closureId),
      },
    AgendaClosed: (document, { data: { effectiveDate }, revision }) =>
      document && { ...document, revision, closedFrom: effectiveDate },
  },
});

/**
 * One agenda, for whoever may see it.
 * @throws DomainError AGENDA_UNKNOWN | OUTSIDE_TERRITORY
 */
export async function agendaOf(
  reader: ProjectionReader,
  { principal, id, read }: DocumentRequest,
): Promise<AgendaDocument> {
  const document = await knownAgenda(reader, id, read);
  if (!isCustomer(principal)) requireScope(principal, territoryOf(document));
  return document;
}

/** @throws DomainError AGENDA_UNKNOWN */
export async function knownAgenda(reader: ProjectionReader, id: string, read?: ReadOptions): Promise<AgendaDocument> {
  const { document } = await reader.get(agendaDirectory, id, read);
  if (!document) throw new DomainError('AGENDA_UNKNOWN', { agendaId: id }, 'not-found');
  return document;
}

/** Agendas by name; staff see those of their territory, citizens all: they book where they like. */
export function listAgendas(
  reader: ProjectionReader,
  request: ListRequest<AgendaFilter>,
): Promise<PageAnswer<AgendaDocument>> {
  const { region, province, unit, serviceLine } = request.filter;
  const bounds = { region: 'region', province: 'province', unit: 'unit' };
  const whose = isCustomer(request.principal) ? { ...request, principal: EVERYWHERE } : request;
  const query = pageQueryOf(whose, { region, province, unit, serviceLine }, bounds, [{ field: 'name' }]);
  return reader.find(agendaDirectory, query, request.read);
}

/** The territory of an agenda, for access checks. */
export function territoryOf({ region, province, unit }: AgendaDocument): {
  readonly region: string;
  readonly province: string;
  readonly unit: string;
} {
  return { region, province, unit };
}

const EVERYWHERE: AnyPrincipal = { role: 'policy', name: 'agenda-directory' };

function isCustomer({ role }: AnyPrincipal): boolean {
  return role === 'citizen';
}
