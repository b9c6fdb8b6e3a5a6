import { minutesOf, type LocalDate, type LocalTime } from '#italy';
import type { OpeningBand } from '../calendar/opening-bands.ts';
import type { Recurrence } from '../calendar/recurrence.ts';

/** Wall-clock hours of a day. */
export interface Hours {
  readonly from: LocalTime;
  /** Exclusive. */
  readonly to: LocalTime;
}

/**
 * The bands that go on from a band on a day, each with hours of its own: as it, and in its weeks.
 * @param on first day of the parts, `yyyy-mm-dd`
 * @param hours of each part, with its id
 */
export function partsOf(
  band: OpeningBand,
  on: LocalDate,
  hours: readonly (Hours & { readonly bandId: string })[],
): OpeningBand[] {
  const validFrom = on > band.validFrom ? on : band.validFrom;
  const { recurrence } = band;
  const inItsWeeks = recurrence ? { recurrence: counted(recurrence, band.validFrom) } : {};
  return hours.map((own) => ({ ...band, ...inItsWeeks, ...own, validFrom }));
}

/** Weeks that are counted from the first day of a band go on being counted from it. */
function counted(recurrence: Recurrence, validFrom: LocalDate): Recurrence {
  if (recurrence.kind !== 'WEEKLY' || recurrence.every === 1) return recurrence;
  return { ...recurrence, countedFrom: recurrence.countedFrom ?? validFrom };
}

/**
 * Tells whether every slot of some hours is one of other hours, too: at the same time and as long.
 * @param slotMinutes length of a slot, in minutes
 */
export function keepsSlots(before: Hours, after: readonly Hours[], slotMinutes: number): boolean {
  const starts = new Set(after.flatMap((hours) => startsOf(hours, slotMinutes)));
  return startsOf(before, slotMinutes).every((start) => starts.has(start));
}

/** Minutes after midnight at which the slots of some hours begin. */
function startsOf({ from, to }: Hours, slotMinutes: number): number[] {
  const [first, end] = [minutesOf(from), minutesOf(to)];
  const count = Math.max(0, Math.floor((end - first) / slotMinutes));
  return Array.from({ length: count }, (_, index) => first + index * slotMinutes);
}
