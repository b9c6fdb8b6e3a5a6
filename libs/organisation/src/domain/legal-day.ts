import { defineRefusal, toTimestamp, type DomainEvent } from '#kernel/domain';
import { midnightInRome, type LocalDate } from '#italy';

/** What the structure of the institute becomes is written down when it is so. */
export const changeInFuture = defineRefusal(
  'CHANGE_IN_FUTURE',
  '{on} lies after today, {today}: record the change on its day.',
);

/**
 * An event that takes effect at the beginning of a day.
 * @param on `yyyy-mm-dd`, a day in Rome
 */
export function onItsDay<Event extends DomainEvent>(event: Event, on: LocalDate): Event {
  return { ...event, effectiveAt: toTimestamp(midnightInRome(on)) };
}
