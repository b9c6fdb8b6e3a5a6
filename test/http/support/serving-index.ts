import type { DocumentQuery, IndexDefinition } from '#kernel/ports';

/** A query without what changes from page to page. */
export type QueryShape = Pick<DocumentQuery, 'where' | 'orderBy'>;

/** Every store has it: the documents by key. */
const BY_KEY: IndexDefinition = { fields: [] };

/**
 * The index from which a query can be answered in its order, without reading everything and without sorting: its first
 * fields are ones that the query asks an exact value of, at least one where there are any; the others are the sort
 * fields, in their order and in one direction, after which a store puts the key. What else the query asks is looked up
 * in each document that is passed on the way.
 */
export function servingIndex(indexes: readonly IndexDefinition[], query: QueryShape): IndexDefinition | undefined {
  const exact = new Set(
    Object.entries(query.where ?? {}).flatMap(([field, condition]) => (typeof condition === 'object' ? [] : [field])),
  );
  // What has one value is in order whatever the order.
  const order = (query.orderBy ?? []).filter(({ field }) => !exact.has(field));
  if (new Set((query.orderBy ?? []).map(({ descending = false }) => descending)).size > 1) return undefined;
  return [...indexes, BY_KEY].find(({ fields }) => {
    const other = fields.findIndex((field) => !exact.has(field));
    const leading = other === -1 ? fields.length : other;
    const rest = fields.slice(leading);
    return (
      (leading > 0 || exact.size === 0) &&
      rest.length === order.length &&
      rest.every((field, place) => field === order[place]?.field)
    );
  });
}
