import { addDays, weekdayOf, type LocalDate } from '#italy';

/** A day that comes every year: a fixed one, so many days after Easter Sunday, or the n-th of a weekday in a month. */
export type YearlyDay =
  | { readonly day: string }
  | { readonly afterEaster: number }
  | { readonly nth: number; readonly weekday: number; readonly month: number };

/** Tells whether a date is that day in its year. */
export function isYearlyDay(date: LocalDate, yearly: YearlyDay): boolean {
  if ('day' in yearly) return date.slice(5) === yearly.day;
  if ('afterEaster' in yearly) return date === addDays(easterSunday(Number(date.slice(0, 4))), yearly.afterEaster);
  const { nth, weekday, month } = yearly;
  const isInMonth = Number(date.slice(5, 7)) === month && Math.ceil(Number(date.slice(8)) / 7) === nth;
  return isInMonth && weekdayOf(date) === weekday;
}

const easters = new Map<number, LocalDate>();

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm of Nature, 1876). */
export function easterSunday(year: number): LocalDate {
  const known = easters.get(year);
  if (known !== undefined) return known;
  const easter = workOut(year);
  easters.set(year, easter);
  return easter;
}

function workOut(year: number): LocalDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const lunarCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - lunarCorrection + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const marchBased = epact + weekday - 7 * late + 114;
  const month = String(Math.floor(marchBased / 31)).padStart(2, '0');
  const day = String((marchBased % 31) + 1).padStart(2, '0');
  return `${year}-${month}-${day}`;
}
