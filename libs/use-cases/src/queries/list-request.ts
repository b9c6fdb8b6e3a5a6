import type { DomainError, PageQuery, ReadOptions } from '#kernel';
import { outsideTerritory, type AnyPrincipal } from '../access/principal.ts';

/** What a list query asks for, and for whom. */
export interface ListRequest<Filter extends object> {
  readonly principal: AnyPrincipal;
  readonly filter: Filter;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly read: ReadOptions;
}

/** What a query for one document asks for, and for whom. */
export interface DocumentRequest {
  readonly principal: AnyPrincipal;
  readonly id: string;
  readonly read: ReadOptions;
}

/** Paths of the fields that hold the scope of a document. */
export interface ScopeFields {
  readonly region?: string;
  readonly province?: string;
  readonly unit?: string;
  readonly host?: string;
}

type Where = NonNullable<PageQuery['where']>;
/** Conditions by the path of a field; those that were not asked for are undefined. */
export type Asked = Readonly<Record<string, Where[string] | undefined>>;
export type Order = NonNullable<PageQuery['orderBy']>;

/**
 * The query behind a list: the conditions that were asked for, within the territory or body of whoever asks.
 * @throws DomainError OUTSIDE_TERRITORY (forbidden) when the list lies outside of it
 */
export function pageQueryOf(
  request: ListRequest<object>,
  asked: Asked,
  fields: ScopeFields,
  orderBy: Order,
): PageQuery {
  return boundPage(request, asked, boundsOf(request.principal, fields), orderBy);
}

/** A condition that keeps a principal where it belongs. */
type BoundField = readonly [field: string, bound: string];

/** @throws DomainError OUTSIDE_TERRITORY (forbidden) when what was asked for lies outside of the bounds */
export function boundPage(
  { limit, cursor }: Pick<ListRequest<object>, 'limit' | 'cursor'>,
  asked: Asked,
  bounds: readonly BoundField[],
  orderBy: Order,
): PageQuery {
  const where: Record<string, Where[string]> = {};
  for (const [field, condition] of Object.entries(asked)) if (condition !== undefined) where[field] = condition;
  for (const [field, bound] of bounds) {
    if (where[field] !== undefined && where[field] !== bound) throw outsideTerritory();
    where[field] = bound;
  }
  return { where, orderBy, limit, ...(cursor === undefined ? {} : { cursor }) };
}

/** The conditions that keep a principal where it belongs; none for those who see everything. */
export function boundsOf(principal: AnyPrincipal, fields: ScopeFields): BoundField[] {
  const bound = (field: string | undefined, value: string | undefined): BoundField => {
    if (field === undefined || value === undefined) throw outside(principal);
    return [field, value];
  };
  switch (principal.role) {
    case 'policy':
    case 'central':
    case 'integration':
    case 'analyst':
      return [];
    case 'regional':
      return [bound(fields.region, principal.region)];
    case 'provincial':
      return [bound(fields.province, principal.province)];
    case 'desk-operator':
      return [
        bound(fields.province, principal.province),
        ...(principal.unit === undefined ? [] : [bound(fields.unit, principal.unit)]),
      ];
    case 'host-operator':
      return [bound(fields.host, principal.host)];
    case 'citizen':
      throw outside(principal);
  }
}

function outside({ role }: AnyPrincipal): DomainError {
  return outsideTerritory({ role });
}
