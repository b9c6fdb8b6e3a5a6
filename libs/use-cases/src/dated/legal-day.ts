import { toTimestamp, type DomainEvent } from '#kernel/domain';
import { midnightInRome, type LocalDate } from '#italy';

/** Later than all days of acts. */
export const LATEST = '9999-12-31';

/** 00:00 in Rome of a date, RFC 3339: when law lets what happens on it take effect. */
export function startOf(date: LocalDate): string {
  return toTimestamp(midnightInRome(date));
}

/**
 * An event that takes effect at the beginning of a day in Rome.
 * @param on `yyyy-mm-dd`; undefined for what has no legal date of its own
 */
export function onItsDay<Event extends DomainEvent>(event: Event, on: LocalDate | undefined): Event {
  return { ...event, ...(on === undefined ? {} : { effectiveAt: startOf(on) }) };
}
