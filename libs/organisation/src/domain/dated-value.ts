import type { LocalDate } from '#vocabulary';

/** What something is from a day on. */
export interface Dated<Value> {
  /** First day; always, where nobody said since when. */
  readonly from?: LocalDate;
  readonly value: Value;
}

/** Before all days, for what nobody said since when. */
export const ALWAYS = '';

/** A value that holds from a day on. */
export function dated<Value>(value: Value, from: LocalDate | undefined): Dated<Value> {
  return from === undefined ? { value } : { from, value };
}

/**
 * The values with one more, in the order of their days; of two of one day the later recorded counts.
 * @param from first day; until the next later one
 */
export function since<Value>(values: readonly Dated<Value>[], value: Value, from: LocalDate): readonly Dated<Value>[] {
  const before = values.filter((other) => other.from === undefined || other.from <= from);
  return [...before, { from, value }, ...values.slice(before.length)];
}

/**
 * What holds at the end of a day.
 * @returns undefined before the first
 */
export function valueOn<Value>(values: readonly Dated<Value>[], on: LocalDate): Value | undefined {
  return values.findLast(({ from }) => from === undefined || from <= on)?.value;
}
