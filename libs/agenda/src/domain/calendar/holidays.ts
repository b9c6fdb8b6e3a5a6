import type { LocalDate } from '#italy';
import { LOCAL_HOLIDAYS, type LocalHoliday } from './local-holidays.ts';
import { NATIONAL_HOLIDAYS } from './national-holidays.ts';
import { isYearlyDay } from './yearly-days.ts';

/** Where somebody receives, as far as holidays go. */
export interface HolidayPlace {
  /** ISTAT code. */
  readonly province?: string | undefined;
  /** Codice catastale. */
  readonly municipality?: string | undefined;
  /** `MM-DD` of the patron saint as the office says it, in place of what is known of the municipality. */
  readonly patronSaint?: string | undefined;
}

/** A day on which offices are closed. */
export interface Holiday {
  /** In Italian, as people read it. */
  readonly name: string;
}

const PATRON_SAINT: Holiday = { name: 'Santo patrono' };

const byPlace = Map.groupBy(LOCAL_HOLIDAYS, ({ municipality, province }) => municipality ?? province);

/**
 * The holiday that a day is, in the whole country or at a place (A1).
 * @param date `yyyy-mm-dd`
 * @returns undefined when it is none; the national one when it is both
 */
export function holidayOn(date: LocalDate, place: HolidayPlace = {}): Holiday | undefined {
  const year = Number(date.slice(0, 4));
  const national = NATIONAL_HOLIDAYS.find(
    (holiday) => holiday.since <= year && year <= (holiday.until ?? year) && isYearlyDay(date, holiday),
  );
  if (national) return { name: national.name };
  const { province, municipality, patronSaint } = place;
  if (date.slice(5) === patronSaint) return PATRON_SAINT;
  // Of a place that says its own, what is known of the municipality does not hold.
  const known = [...localOf(province), ...(patronSaint === undefined ? localOf(municipality) : [])];
  const local = known.find((holiday) => (holiday.since ?? year) <= year && isYearlyDay(date, holiday));
  return local && { name: local.name };
}

/** Tells whether a day is a holiday, in the whole country or at a place. */
export function isHoliday(date: LocalDate, place?: HolidayPlace): boolean {
  return holidayOn(date, place) !== undefined;
}

function localOf(code: string | undefined): readonly LocalHoliday[] {
  return (code === undefined ? undefined : byPlace.get(code)) ?? [];
}
