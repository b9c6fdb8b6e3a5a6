import { minutesOf, romeDay, timeOf, type LocalDate, type LocalTime } from '#italy';

/** Hours of a day, by the wall clock of Rome. */
export interface ClosedHours {
  readonly from: LocalTime;
  /** Exclusive; as late as 24:00. */
  readonly to: LocalTime;
}

/** Days on which an agenda does not receive, or hours of each of them. */
export interface Closure {
  readonly closureId: string;
  readonly from: LocalDate;
  /** Inclusive. */
  readonly until: LocalDate;
  /** Closed in these hours alone; all day when absent. */
  readonly hours?: ClosedHours;
}

type Period = Omit<Closure, 'closureId'>;

/** The closure that takes a whole day, if there is one. */
export function closureOfDay<C extends Period>(date: LocalDate, closures: readonly C[]): C | undefined {
  return closures.find((closure) => closure.hours === undefined && isOn(date, closure));
}

/** The hours in which an agenda is closed on a day, earliest first; they may overlap. */
export function closedHoursOn(date: LocalDate, closures: readonly Period[]): ClosedHours[] {
  return closures
    .flatMap((closure) => (closure.hours && isOn(date, closure) ? [closure.hours] : []))
    .sort((a, b) => (a.from < b.from || (a.from === b.from && a.to < b.to) ? -1 : 1));
}

function isOn(date: LocalDate, { from, until }: Period): boolean {
  return from <= date && date <= until;
}

/**
 * What is left of a stretch of a day, by the wall clock, where some of its hours are closed.
 * @param closed earliest first
 */
export function openStretches({ from, to }: ClosedHours, closed: readonly ClosedHours[]): ClosedHours[] {
  const open: ClosedHours[] = [];
  let next = minutesOf(from);
  const end = minutesOf(to);
  for (const hours of closed) {
    const begins = Math.min(minutesOf(hours.from), end);
    if (begins > next) open.push({ from: timeOf(next), to: timeOf(begins) });
    next = Math.max(next, minutesOf(hours.to));
  }
  if (next < end) open.push({ from: timeOf(next), to });
  return open;
}

/**
 * Tells whether something that takes place on a day, however little of it, falls into hours that are closed.
 * @returns of a slot, which begins and ends at an instant, in milliseconds since the epoch
 */
export function fallsInto(
  closed: readonly ClosedHours[],
  date: LocalDate,
): (startsAt: number, endsAt: number) => boolean {
  const day = romeDay(date);
  const stretches = closed.map(({ from, to }) => [day.reaching(minutesOf(from)), day.reaching(minutesOf(to))] as const);
  return (startsAt, endsAt) => stretches.some(([from, to]) => startsAt < to && from < endsAt);
}
