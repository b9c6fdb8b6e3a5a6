import { isAfter, type Position } from '#kernel/domain';

/** What counted from a place in the log on, oldest first. */
export type Dated<T> = readonly { readonly from: Position; readonly value: T }[];

/** What counts at a place; undefined before anything did. */
export function valueAt<T>(dated: Dated<T>, position: Position): T | undefined {
  return dated.findLast(({ from }) => !isAfter(from, position))?.value;
}

/** With one more change, which is taken once however often the same place of the log is read. */
export function changedAt<T>(dated: Dated<T>, from: Position, value: T): Dated<T> {
  return [...dated.filter((one) => isAfter(from, one.from)), { from, value }];
}

/** What counts at a place or comes to count after it. */
export function valuesSince<T>(dated: Dated<T>, position: Position): readonly T[] {
  const first = dated.findLastIndex(({ from }) => !isAfter(from, position));
  return dated.slice(Math.max(first, 0)).map(({ value }) => value);
}

/** What counts at a place, or came to count after it, up to another. */
export function valuesBetween<T>(dated: Dated<T>, first: Position, last: Position): readonly T[] {
  return valuesSince(
    dated.filter(({ from }) => !isAfter(from, last)),
    first,
  );
}
