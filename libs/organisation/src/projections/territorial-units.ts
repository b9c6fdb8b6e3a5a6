import { defineProjection, DomainError, type PageAnswer, type ProjectionReader } from '#kernel';
import { pageQueryOf, requireScope, type DocumentRequest, type ListRequest } from '#platform';
import type { TerritorialUnitEvent } from '../domain/events.ts';
import type { UnitKind } from '../domain/unit-kinds.ts';

export interface TerritorialUnitDocument {
  readonly code: string;
  readonly kind: UnitKind;
  readonly name: string;
  readonly parent: string | null;
  readonly region: string | null;
  readonly province: string | null;
  readonly aooCode: string;
  readonly pec: string;
  readonly demonstration: boolean;
  readonly establishedAt: string;
  readonly revision: number;
}

export interface TerritorialUnitFilter {
  readonly region?: string | undefined;
  readonly province?: string | undefined;
  readonly kind?: UnitKind | undefined;
  readonly parent?: string | undefined;
}

/** The tree of units, one document per unit. */
export const territorialUnits = defineProjection<TerritorialUnitDocument, TerritorialUnitEvent>({
  name: 'territorial-units',
  version: 1,
  indexes: [
    { fields: ['code'] },
    { fields: ['region', 'code'] },
    { fields: ['province', 'code'] },
    { fields: ['kind', 'code'] },
    { fields: ['parent', 'code'] },
  ],
  keys: ({ data }) => [data.code],
  on: {
    TerritorialUnitEstablished: (_document, { data, recordedAt, revision }) => ({
      code: data.code,
      kind: data.kind,
      name: data.name,
      parent: data.parent ?? null,
      region: data.region ?? null,
      province: data.province ?? null,
      aooCode: data.aooCode,
      pec: data.pec,
      demonstration: data.demonstration ?? false,
      establishedAt: recordedAt,
      revision,
    }),
  },
});

/** @throws DomainError TERRITORIAL_UNIT_NOT_FOUND | OUTSIDE_TERRITORY */
export async function territorialUnitOf(
  reader: ProjectionReader,
  { principal, id, read }: DocumentRequest,
): Promise<TerritorialUnitDocument> {
  const { document } = await reader.get(territorialUnits, id, read);
  if (!document) throw new DomainError('TERRITORIAL_UNIT_NOT_FOUND', { code: id }, 'not-found');
  const { region, province, code } = document;
  requireScope(principal, { unit: code, ...(region ? { region } : {}), ...(province ? { province } : {}) });
  return document;
}

/** Units by code, within the territory of whoever asks. */
export function listTerritorialUnits(
  reader: ProjectionReader,
  request: ListRequest<TerritorialUnitFilter>,
): Promise<PageAnswer<TerritorialUnitDocument>> {
  const { region, province, kind, parent } = request.filter;
  const fields = { region: 'region', province: 'province', unit: 'code' };
  const query = pageQueryOf(request, { region, province, kind, parent }, fields, [{ field: 'code' }]);
  return reader.find(territorialUnits, query, request.read);
}
