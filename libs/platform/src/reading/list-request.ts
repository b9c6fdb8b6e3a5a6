import { DomainError, type PageQuery, type ReadOptions } from '#kernel';
import type { AnyPrincipal } from '../identity/principal.ts';

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

/**
 * The query behind a list: the conditions that were asked for, within the territory or body of whoever asks.
 * @throws DomainError OUTSIDE_TERRITORY (forbidden) when the list lies outside of it
 */
export function pageQueryOf(
  request: ListRequest<object>,
  asked: Readonly<Record<string, Where[string] | undefined>>,
  fields: ScopeFields,
  orderBy: NonNullable<PageQuery['orderBy']>,
): PageQuery {
  const where: Record<string, Where[string]> = {};
  for (const [field, condition] of Object.entries(asked)) if (condition !== undefined) where[field] = condition;
  for (const [field, bound] of boundsOf(request.principal, fields)) {
    if (where[field] !== undefined && where[field] !== bound) throw outside(request.principal);
    where[field] = bound;
  }
  const { limit, cursor } = request;
  return { where, orderBy, limit, ...(cursor === undefined ? {} : { cursor }) };
}

/** The conditions that keep a principal where it belongs; none for those who see everything. */
function boundsOf(principal: AnyPrincipal, fields: ScopeFields): (readonly [field: string, bound: string])[] {
  const bound = (field: string | undefined, value: string | undefined): readonly [string, string] => {
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

function outside(principal: AnyPrincipal): DomainError {
  return new DomainError('OUTSIDE_TERRITORY', { role: principal.role }, 'forbidden');
}
