import { Type, type Static, type TObject } from '@sinclair/typebox';
import { addDays, daysFrom, type LocalDate } from '#italy';
import { orNull, type SettingsOf } from '#use-cases';
import { Count, explained, LocalDate as Day, oneOf } from '#vocabulary';
import type { agendaSettings } from '../../agenda-settings.ts';
import { NO_OUTCOMES, plus } from '../../domain/agenda-day/day-outcomes.ts';
import { monthOf, type AgendaLoad, type DayLoad } from './agenda-loads.ts';

/** Days that adequacy is told of: four weeks. */
const DAYS = 28;

/** What the places of an agenda are for what is wanted of it. */
const ADEQUACIES = ['TOO_MANY_PLACES', 'ADEQUATE', 'TOO_FEW_PLACES'] as const;
const Adequacy = oneOf(ADEQUACIES, 'Adequacy');

const Figure = Type.Number({ minimum: 0, maximum: 1_000_000_000_000, format: 'double' });
const ratio = (description: string) => orNull(Figure, `${description}; null where there is none of them.`);

/** What is told of the load of an agenda, or of several together. */
export const loadFields = {
  from: explained(Day, 'First day of the four weeks.'),
  until: explained(Day, 'Last day (this day included).'),
  openHours: explained(Figure, 'Hours for which agendas are open, each agenda for itself.'),
  places: explained(Count, 'How many persons could be received, one slot each.'),
  taken: explained(Count, 'Places of appointments that stand, or stood until somebody came or did not.'),
  accesses: explained(Count, 'Who came without an appointment.'),
  foundNothing: explained(Count, 'How often people looked for a place, and all were taken.'),
  waiting: explained(Count, 'Who joined a waiting list and came to have no place.'),
  served: explained(Count, 'Who was received, with an appointment or without.'),
  noShows: explained(Count, 'Appointments to which nobody came.'),
  lapsed: explained(
    Count,
    'Appointments that lapsed with their day: nobody was received, or called as often as is needed for a no-show.',
  ),
  noShowShare: ratio('Of the appointments, the share to which nobody came, 0 to 1'),
  load: ratio('Places that are taken, and accesses, by places'),
  utilisation: ratio('Who was received, by places'),
  demand: ratio('What was wanted, by places: those taken, accesses, who waits, and searches that found nothing'),
  adequacy: orNull(Adequacy, 'Whether what is wanted lies within what is usual; null where there are no places.'),
};
export type LoadFigures = Static<TObject<typeof loadFields>>;

/** How long whoever looks now waits for the first free place. */
export const lead = {
  firstFreeOn: orNull(Day, 'First day with a place for everyone, as of now; null where there is none.'),
  leadDays: orNull(Count, 'How many days that is ahead, 0 for today; null where there is none.'),
};

/**
 * The lead time to a day.
 * @param today `yyyy-mm-dd`
 */
export function leadTo(firstFreeOn: LocalDate | undefined, today: LocalDate) {
  return {
    firstFreeOn: firstFreeOn ?? null,
    leadDays: firstFreeOn === undefined ? null : daysFrom(today, firstFreeOn),
  };
}

/** First and last day of four weeks. */
export interface FourWeeks {
  readonly from: LocalDate;
  readonly until: LocalDate;
}

/** The four weeks that end with a day. */
export function fourWeeksUntil(until: LocalDate): FourWeeks {
  return { from: addDays(until, 1 - DAYS), until };
}

/** The months that four weeks lie in: the last first. */
export function monthsOf({ from, until }: FourWeeks): readonly string[] {
  return [...new Set([monthOf(until), monthOf(from)])];
}

const NO_LOAD: DayLoad = { openMinutes: 0, places: 0, foundNothing: 0, waiting: 0, ...NO_OUTCOMES };

/** What months of agendas come to within four weeks. */
export function sumOfLoads(loads: readonly AgendaLoad[], { from, until }: FourWeeks): DayLoad {
  let sum = NO_LOAD;
  for (const { month, days } of loads) {
    for (const [day, more] of Object.entries(days)) {
      const date = `${month}-${day}`;
      if (from <= date && date <= until) sum = plus(sum, more);
    }
  }
  return sum;
}

/** The sums as they are told. */
export function told(
  { openMinutes, places, taken, accesses, foundNothing, waiting: joined, served, ...sums }: DayLoad,
  period: FourWeeks,
  { adequateFromPercent, adequateUntilPercent }: SettingsOf<typeof agendaSettings>,
): LoadFigures {
  const { noShows, lapsed = 0, booked, cancelled, displaced } = sums;
  // Who joined before these weeks may have got a place within them.
  const waiting = Math.max(0, joined);
  const demand = ratioOf(taken + accesses + foundNothing + waiting, places);
  return {
    ...period,
    ...{
      openHours: openMinutes / 60,
      places,
      taken: Math.max(0, taken),
      accesses,
      foundNothing,
      waiting,
      served,
      noShows,
      lapsed,
    },
    noShowShare: ratioOf(noShows, booked - cancelled - displaced),
    load: ratioOf(taken + accesses, places),
    utilisation: ratioOf(served, places),
    demand,
    adequacy: demand === null ? null : adequacyOf(demand * 100, adequateFromPercent, adequateUntilPercent),
  };
}

function adequacyOf(percent: number, from: number, until: number): (typeof ADEQUACIES)[number] {
  if (percent < from) return 'TOO_MANY_PLACES';
  return percent > until ? 'TOO_FEW_PLACES' : 'ADEQUATE';
}

function ratioOf(of: number, by: number): number | null {
  return by > 0 ? Math.max(0, of) / by : null;
}
