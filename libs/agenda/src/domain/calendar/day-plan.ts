import { toTimestamp } from '#kernel/domain';
import { closedHoursOn, closureOfDay, fallsInto, type Closure } from './closures.ts';
import { isHoliday, type HolidayPlace } from './holidays.ts';
import { MINUTE_MS, minutesOf, timeOf, type LocalDate, type LocalTime } from '#italy';
import { bandsOn, type OpeningBand } from './opening-bands.ts';
import { romeDay } from '#italy';

/** A stretch of a day that can be booked. */
export interface PlannedSlot {
  /** Wall-clock start in Rome: names the slot within its day. */
  readonly start: LocalTime;
  /** RFC 3339, UTC. */
  readonly startsAt: string;
  /** Exclusive. */
  readonly endsAt: string;
  readonly capacity: number;
  /** Of the capacity, what is kept for channels of staff; none when absent. */
  readonly internalCapacity?: number;
}

/** How a slot says what it keeps for staff, if it keeps anything. */
export function keptForStaff(internalCapacity = 0): { readonly internalCapacity?: number } {
  return internalCapacity === 0 ? {} : { internalCapacity };
}

/** What a day's slots follow from. */
export interface OpeningHours {
  readonly slotMinutes: number;
  readonly bands: readonly OpeningBand[];
  readonly closures: readonly Closure[];
  /** From this day on the agenda no longer receives. */
  readonly closedFrom?: LocalDate;
  /** Where it is, for its holidays; only those of the whole country count when absent. */
  readonly place?: HolidayPlace;
  /** Its Punto INPS is not open yet. */
  readonly awaitsPoint?: true;
}

/**
 * The slots of a day, in order, none overlapping another, each of exactly `slotMinutes` of elapsed time. They start on
 * the band's grid of wall-clock times. Where summer time begins, slots that the clock skips do not exist, and neither
 * does one that would start before its predecessor has ended; where it ends, the repeated hour has its slots the first
 * time round. A slot that falls into closed hours, however little of it, does not exist either.
 */
export function slotsOf(hours: OpeningHours, date: LocalDate): PlannedSlot[] {
  const isClosed = fallsInto(closedHoursOn(date, hours.closures), date);
  return bandsOpenOn(hours, date)
    .flatMap((band) => slotsOfBand(band, hours.slotMinutes, date))
    .filter(({ startsAt, endsAt }) => !isClosed(Date.parse(startsAt), Date.parse(endsAt)));
}

/**
 * The bands in which an agenda receives on a day, earliest first. Of one agenda, the same bands, with the same hours closed
 * on that day, give the same slots.
 */
export function bandsOpenOn(hours: OpeningHours, date: LocalDate): OpeningBand[] {
  return isOpen(hours, date) ? bandsOn(date, hours.bands) : [];
}

/** Tells whether an agenda receives on a day, bands aside. */
function isOpen({ closures, closedFrom, place, awaitsPoint }: OpeningHours, date: LocalDate): boolean {
  if (awaitsPoint) return false;
  if (closedFrom !== undefined && date >= closedFrom) return false;
  if (closureOfDay(date, closures)) return false;
  return !isHoliday(date, place);
}

function slotsOfBand(band: OpeningBand, slotMinutes: number, date: LocalDate): PlannedSlot[] {
  const day = romeDay(date);
  const closesAt = day.reaching(minutesOf(band.to));
  const slots: PlannedSlot[] = [];
  let freeFrom = 0;
  for (let minutes = minutesOf(band.from); minutes < minutesOf(band.to); minutes += slotMinutes) {
    const startsAt = day.instantOf(minutes);
    if (startsAt === undefined || startsAt < freeFrom) continue;
    const endsAt = startsAt + slotMinutes * MINUTE_MS;
    if (endsAt > closesAt) break;
    const { capacity, internalCapacity } = band;
    const times = { start: timeOf(minutes), startsAt: toTimestamp(startsAt), endsAt: toTimestamp(endsAt) };
    slots.push({ ...times, capacity, ...keptForStaff(internalCapacity) });
    freeFrom = endsAt;
  }
  return slots;
}
