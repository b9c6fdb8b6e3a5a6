import type { LocalDate } from '#italy';
import { closedHoursOn, openStretches } from '../calendar/closures.ts';
import { bandsOpenOn, type OpeningHours } from '../calendar/day-plan.ts';

/**
 * How many persons several agendas receive at once on a day, at most.
 * @param date `yyyy-mm-dd`
 */
export function capacityAtOnce(agendas: readonly OpeningHours[], date: LocalDate): number {
  const stretches = agendas.flatMap((hours) => {
    const closed = closedHoursOn(date, hours.closures);
    return bandsOpenOn(hours, date).flatMap((band) =>
      openStretches(band, closed).map((stretch) => ({ ...stretch, capacity: band.capacity })),
    );
  });
  // It is largest when some stretch begins.
  const sums = stretches.map(({ from: at }) =>
    stretches.reduce((sum, { from, to, capacity }) => (from <= at && at < to ? sum + capacity : sum), 0),
  );
  return Math.max(0, ...sums);
}
