import { invalidCursor } from '#kernel/execution';

interface TablePage<Row> {
  readonly items: readonly Row[];
  /** For the next page; null at the end. */
  readonly nextCursor: string | null;
}

/**
 * One page of rows that are at hand, in an order that stays.
 * @param keyOf tells a row from every other
 * @throws SystemError CURSOR_INVALID for a cursor of none of these rows
 */
export function tablePage<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): TablePage<Row> {
  const start = cursor === undefined ? 0 : afterCursor(rows, keyOf, cursor);
  const items = rows.slice(start, start + limit);
  const last = items.at(-1);
  const isLast = last === undefined || start + items.length >= rows.length;
  return { items, nextCursor: isLast ? null : Buffer.from(keyOf(last)).toString('base64url') };
}

function afterCursor<Row>(rows: readonly Row[], keyOf: (row: Row) => string, cursor: string): number {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  const index = rows.findIndex((row) => keyOf(row) === key);
  if (index < 0) throw invalidCursor('it is not of this list');
  return index + 1;
}
