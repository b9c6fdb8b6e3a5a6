import { parseInstant, romeDateOf, type LocalDate } from '#italy';
import { endOfDay } from './define-life.ts';
import { startOf } from './legal-day.ts';

/** A moment that a question is about: a whole day in Rome, of which the end counts (T3), or an instant. */
export interface Moment {
  /** Day in Rome. */
  readonly day: LocalDate;
  /** Milliseconds since the epoch; what has happened by then, that instant included, has happened. */
  readonly until: number;
  /** RFC 3339, UTC: when the day begins, where it is a whole day. */
  readonly dayBegins?: string;
}

/** All of a day in Rome. */
export function momentOfDay(day: LocalDate): Moment {
  return { day, until: endOfDay(day), dayBegins: startOf(day) };
}

/**
 * The moment that a text names: a bare date is a day in Europe/Rome, an instant has an offset.
 * @param text as `IsDayOrInstant` lets it through
 */
export function momentOf(text: string): Moment {
  const instant = parseInstant(text);
  return instant === undefined ? momentOfDay(text) : { day: romeDateOf(instant), until: instant };
}
