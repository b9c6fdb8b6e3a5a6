/**
 * A place in the log: a decimal string without leading zeros. A string, because positions cross JSON, SQLite,
 * MongoDB and EventStoreDB, and the largest of them do not fit a JavaScript number. Positions grow but may have gaps.
 */
export type Position = string;

/** Before the first event of any log. Reads and subscriptions are exclusive of the position they start after. */
export const START: Position = '0';

const DECIMAL = /^(0|[1-9]\d{0,18})$/;

/** Tells whether `text` is a well-formed position (a non-negative decimal of at most 19 digits). */
export function isPosition(text: string): text is Position {
  return DECIMAL.test(text);
}

/** Negative when `a` lies before `b`, 0 when equal, positive when after. Both must be well formed. */
export function comparePositions(a: Position, b: Position): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** True when `a` lies strictly after `b`. */
export function isAfter(a: Position, b: Position): boolean {
  return comparePositions(a, b) > 0;
}

/** The earliest of one or more positions. */
export function earliest(first: Position, ...others: Position[]): Position {
  return others.reduce((least, next) => (isAfter(least, next) ? next : least), first);
}
