import type { DomainError } from '#kernel/domain';
import type { PageQuery } from '#kernel/execution';
import { outsideTerritory, type AnyPrincipal } from '../access/principal.ts';

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

/** A condition that keeps a principal where it belongs. */
interface BoundField {
  readonly field: string;
  readonly value: string;
  readonly principal: AnyPrincipal;
}

/**
 * The query behind a list: the conditions that were asked for, within the bounds of whoever asks.
 * @throws DomainError OUTSIDE_TERRITORY (forbidden) when what was asked for lies outside of the bounds
 */
export function boundPage(
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  asked: Asked,
  bounds: readonly BoundField[],
  orderBy: Order,
): PageQuery {
  const where: Record<string, Where[string]> = {};
  for (const [field, condition] of Object.entries(asked)) if (condition !== undefined) where[field] = condition;
  for (const { field, value, principal } of bounds) {
    if (where[field] !== undefined && where[field] !== value) throw outside(principal);
    where[field] = value;
  }
  return { where, orderBy, limit, ...(cursor === undefined ? {} : { cursor }) };
}

/**
 * The conditions that keep a principal where it belongs; none for those who see everything.
 * @param asked what is asked for: of what is of its own unit a directorate sees all, else what is in its province
 */
export function boundsOf(principal: AnyPrincipal, fields: ScopeFields, asked: Asked = {}): BoundField[] {
  const bound = (field: string | undefined, value: string | undefined): BoundField => {
    if (field === undefined || value === undefined) throw outside(principal);
    return { field, value, principal };
  };
  switch (principal.role) {
    case 'policy':
    case 'central':
    case 'analyst':
      return [];
    case 'regional':
      return [bound(fields.region, principal.region)];
    case 'provincial':
      return principal.unit !== undefined && fields.unit !== undefined && asked[fields.unit] === principal.unit
        ? []
        : [bound(fields.province, principal.province)];
    case 'desk-operator':
      return principal.unit === undefined
        ? [bound(fields.province, principal.province)]
        : [bound(fields.unit, principal.unit)];
    case 'host-operator':
      return [bound(fields.host, principal.host)];
    case 'citizen':
    case 'self-service':
    case 'integration':
      throw outside(principal);
  }
}

function outside({ role }: AnyPrincipal): DomainError {
  return outsideTerritory({ role });
}
