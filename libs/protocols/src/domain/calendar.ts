import { Temporal } from 'temporal-polyfill';

const ROME = 'Europe/Rome';

/** The date (`yyyy-mm-dd`) on the walls of Rome at an instant in milliseconds since the epoch. */
export function dateInRome(now: number): string {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(ROME).toPlainDate().toString();
}

/** When a date begins in Rome, in milliseconds since the epoch. What law dates takes effect then. */
export function midnightInRome(date: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(ROME).epochMilliseconds;
}

/** The same day of a later month; its last day when the month is too short (as art. 2963 of the Civil Code says). */
export function monthsAfter(date: string, months: number): string {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}
