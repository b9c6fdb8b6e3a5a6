import { defineProjection, DomainError, idOf, type PageAnswer, type ProjectionReader } from '#kernel';
import { pageQueryOf, requireScope, type DocumentRequest, type ListRequest } from '#platform';
import type { HostBodyEvent, HostBodyKind, RecognitionAct } from '../domain/events.ts';

export interface HostBodyDocument {
  readonly id: string;
  readonly kind: HostBodyKind;
  readonly name: string;
  readonly fiscalCode: string;
  readonly ipaCode: string | null;
  readonly recognitionAct: RecognitionAct | null;
  readonly region: string;
  readonly province: string;
  readonly demonstration: boolean;
  readonly registeredAt: string;
  readonly revision: number;
}

export interface HostBodyFilter {
  readonly region?: string | undefined;
  readonly province?: string | undefined;
  readonly kind?: HostBodyKind | undefined;
}

/** The hosting bodies with their details as they stand. */
export const hostBodies = defineProjection<HostBodyDocument, HostBodyEvent>({
  name: 'host-bodies',
  version: 1,
  indexes: [
    { fields: ['name'] },
    { fields: ['id', 'name'] },
    { fields: ['region', 'name'] },
    { fields: ['province', 'name'] },
    { fields: ['kind', 'name'] },
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: {
    HostBodyRegistered: (_document, { data, recordedAt, revision }) => ({
      ...data,
      ipaCode: data.ipaCode ?? null,
      recognitionAct: data.recognitionAct ?? null,
      demonstration: data.demonstration ?? false,
      registeredAt: recordedAt,
      revision,
    }),
    HostBodyDetailsCorrected: (document, { data, revision }) =>
      document && {
        ...document,
        ...data,
        ipaCode: data.ipaCode ?? null,
        recognitionAct: data.recognitionAct ?? null,
        revision,
      },
  },
});

/** @throws DomainError HOST_BODY_NOT_FOUND | OUTSIDE_TERRITORY */
export async function hostBodyOf(
  reader: ProjectionReader,
  { principal, id, read }: DocumentRequest,
): Promise<HostBodyDocument> {
  const { document } = await reader.get(hostBodies, id, read);
  if (!document) throw new DomainError('HOST_BODY_NOT_FOUND', { id }, 'not-found');
  requireScope(principal, { region: document.region, province: document.province, host: document.id });
  return document;
}

/** Bodies by name, within the territory of whoever asks. */
export function listHostBodies(
  reader: ProjectionReader,
  request: ListRequest<HostBodyFilter>,
): Promise<PageAnswer<HostBodyDocument>> {
  const { region, province, kind } = request.filter;
  const fields = { region: 'region', province: 'province', host: 'id' };
  const query = pageQueryOf(request, { region, province, kind }, fields, [{ field: 'name' }]);
  return reader.find(hostBodies, query, request.read);
}
