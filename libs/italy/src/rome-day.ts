import { Temporal } from 'temporal-polyfill';
import { MINUTE_MS, ROME, type LocalDate } from './local-time.ts';

/**
 * One day in Rome as its wall clock goes. On the day that summer time begins some wall-clock times do not exist; on the
 * day that it ends some come twice, and mean the first of the two.
 */
export interface RomeDay {
  /** Midnight, in milliseconds since the epoch. */
  readonly startsAt: number;
  /** The midnight after. */
  readonly endsAt: number;
  /** When the wall clock shows so many minutes after midnight; undefined when it skips that time. */
  instantOf(minutes: number): number | undefined;
  /** When the wall clock first shows so many minutes after midnight, or a later time. */
  reaching(minutes: number): number;
}

const days = new Map<LocalDate, RomeDay>();
const REMEMBERED_DAYS = 2_000;

/** The day of this date; worked out once. */
export function romeDay(date: LocalDate): RomeDay {
  const known = days.get(date);
  if (known) return known;
  const day = workOut(date);
  if (days.size >= REMEMBERED_DAYS) days.clear();
  days.set(date, day);
  return day;
}

function workOut(date: LocalDate): RomeDay {
  const midnight = Temporal.PlainDate.from(date).toZonedDateTime(ROME);
  const startsAt = midnight.epochMilliseconds;
  const endsAt = midnight.add({ days: 1 }).epochMilliseconds;
  const change = midnight.getTimeZoneTransition('next');
  if (!change || change.epochMilliseconds >= endsAt) {
    const instantOf = (minutes: number): number => startsAt + minutes * MINUTE_MS;
    return { startsAt, endsAt, instantOf, reaching: instantOf };
  }
  // Minutes that the clock is put forward: 60 in March, -60 in October.
  const forward = (change.offsetNanoseconds - midnight.offsetNanoseconds) / (MINUTE_MS * 1e6);
  const changesAt = change.epochMilliseconds;
  /** What the wall clock would have shown at the change. */
  const before = (changesAt - startsAt) / MINUTE_MS;
  const instantOf = (minutes: number): number | undefined => {
    if (minutes < before) return startsAt + minutes * MINUTE_MS;
    if (minutes < before + forward) return undefined;
    return startsAt + (minutes - forward) * MINUTE_MS;
  };
  return { startsAt, endsAt, instantOf, reaching: (minutes) => instantOf(minutes) ?? changesAt };
}

/** When a date begins in Rome, in milliseconds since the epoch. What law dates takes effect then. */
export function midnightInRome(date: LocalDate): number {
  return romeDay(date).startsAt;
}
