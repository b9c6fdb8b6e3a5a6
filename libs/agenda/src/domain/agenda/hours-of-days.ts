import { deriveId } from '#kernel/domain';
import { addDays, daysBetween, type LocalDate } from '#italy';
import { closedHoursOn } from '../calendar/closures.ts';
import { bandsOpenOn } from '../calendar/day-plan.ts';
import { openingHours, type Opened } from './agenda-state.ts';

/** The marks of days on which nobody is received begin so. */
const CLOSED = 'closed';

/** Two days of an agenda with the same mark have slots at the same hours, for as many persons and the same services, at the same owner's. */
export function markOf(agenda: Opened, date: LocalDate): string {
  const open = bandsOpenOn(openingHours(agenda), date).map(({ from, to, capacity, internalCapacity = 0 }) => [
    ...[from, to, capacity],
    // What was planned before knew of none.
    ...(internalCapacity === 0 ? [] : [internalCapacity]),
  ]);
  const closed = closedHoursOn(date, agenda.closures).map(({ from, to }) => ['closed', from, to]);
  // What was planned for an owner of before names that.
  const { transfers, profile } = agenda;
  if (open.length === 0) return transfers === undefined ? CLOSED : `${CLOSED} ${transfers}`;
  // What was planned before did not say for which services.
  const offered = profile.services ? [['services', ...profile.services]] : [];
  const hours = [...open, ...closed, ...offered];
  return deriveId('hours', JSON.stringify(transfers === undefined ? hours : [transfers, hours]));
}

/** Tells of a mark whether nobody is received on its day. */
export function isClosed(mark: string): boolean {
  return mark.startsWith(CLOSED);
}

/** The last day that is planned. */
export function horizonEnd({ profile: { horizonDays } }: Pick<Opened, 'profile'>, today: LocalDate): LocalDate {
  return addDays(today, horizonDays);
}

/**
 * The days, from today to the end of the horizon, on which an agenda receives otherwise than before.
 * @param today `yyyy-mm-dd`
 */
export function daysChanged(before: Opened | undefined, after: Opened, today: LocalDate): LocalDate[] {
  return [...daysBetween(today, horizonEnd(after, today))].filter((date) => {
    const mark = markOf(after, date);
    return before ? markOf(before, date) !== mark : !isClosed(mark);
  });
}
