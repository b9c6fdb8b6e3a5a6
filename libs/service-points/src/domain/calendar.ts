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

/** The date after this one. */
export function dayAfter(date: string): string {
  return Temporal.PlainDate.from(date).add({ days: 1 }).toString();
}
