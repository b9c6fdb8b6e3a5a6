import { Temporal } from 'temporal-polyfill';

/** The date (`yyyy-mm-dd`) on the walls of Rome at an instant in milliseconds since the epoch. */
export function dateInRome(now: number): string {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('Europe/Rome').toPlainDate().toString();
}
