import { addDays, type LocalDate } from '#italy';

/**
 * National holidays on fixed days, `MM-DD` (legge 27-5-1949 n. 260, legge 5-3-1977 n. 54, D.P.R. 28-12-1985 n. 792,
 * legge 20-11-2000 n. 336).
 */
const FIXED = new Set(['01-01', '01-06', '04-25', '05-01', '06-02', '08-15', '11-01', '12-08', '12-25', '12-26']);

/** San Francesco, a national holiday again from 2026 (legge 8-10-2025 n. 151). */
const SAN_FRANCESCO = { day: '10-04', since: '2026' };

/**
 * Tells whether a day is a holiday in Italy.
 * @param patronSaint `MM-DD` of the patron saint of the place, if its offices close on that day
 */
export function isHoliday(date: LocalDate, patronSaint?: string): boolean {
  const year = date.slice(0, 4);
  const day = date.slice(5);
  if (FIXED.has(day) || day === patronSaint) return true;
  if (day === SAN_FRANCESCO.day && year >= SAN_FRANCESCO.since) return true;
  const easter = easterSunday(Number(year));
  return date === easter || date === addDays(easter, 1);
}

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm of Nature, 1876). */
export function easterSunday(year: number): LocalDate {
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
