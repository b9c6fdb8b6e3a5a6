import type { LocalDate } from '#italy';
import { bandsOpenOn, type OpeningHours } from '../calendar/day-plan.ts';

/**
 * How many persons several agendas receive at once on a day, at most.
 * @param date `yyyy-mm-dd`
 */
export function capacityAtOnce(agendas: readonly OpeningHours[], date: LocalDate): number {
  const bands = agendas.flatMap((hours) => bandsOpenOn(hours, date));
  // It is largest when some band begins.
  const sums = bands.map(({ from: at }) =>
    bands.reduce((sum, { from, to, capacity }) => (from <= at && at < to ? sum + capacity : sum), 0),
  );
  return Math.max(0, ...sums);
}
