import { Temporal } from 'temporal-polyfill';

/** The zone of all opening hours. */
export const ROME = 'Europe/Rome' as const;

/** A day of the wall calendar in Rome, `yyyy-mm-dd`. Such texts sort as their days do. */
export type LocalDate = string;
/** A time of the wall clock in Rome, `HH:MM`. Such texts sort as their times do. */
export type LocalTime = string;

export const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Days since 1970-01-01. A calendar day has no zone, so plain arithmetic does; every booking counts days. */
function dayNumberOf(date: LocalDate): number {
  const instant = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(instant)) throw new RangeError(`not a date: ${date}`);
  return instant / DAY_MS;
}

/** Minutes since midnight of a wall-clock time. */
export function minutesOf(time: LocalTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** The wall-clock time so many minutes after midnight (0 to 1439). */
export function timeOf(minutes: number): LocalTime {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Day of the week, 1 (Monday) to 7 (Sunday). */
export function weekdayOf(date: LocalDate): number {
  return new Date(dayNumberOf(date) * DAY_MS).getUTCDay() || 7;
}

/** The day so many days later; earlier when negative. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date((dayNumberOf(date) + days) * DAY_MS).toISOString().slice(0, 10);
}

/** How many days lie between two: 1 from a day to the next, negative when the second comes first. */
export function daysFrom(first: LocalDate, second: LocalDate): number {
  return dayNumberOf(second) - dayNumberOf(first);
}

/** The days from `first` to `last`, both included. */
export function daysBetween(first: LocalDate, last: LocalDate): LocalDate[] {
  if (last < first) return [];
  const days = [first];
  for (let day = first; day < last;) days.push((day = addDays(day, 1)));
  return days;
}

/** Tells whether a text is a day of the calendar: the form, and that it exists. */
export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  // An engine may roll a day over that the month does not have.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

const datesByHour = new Map<number, LocalDate>();
const REMEMBERED_HOURS = 10_000;

/** The day that the calendar in Rome shows at an instant (milliseconds since the epoch). */
export function romeDateOf(instant: number): LocalDate {
  // Rome differs from UTC by whole hours, so the day is the same throughout an hour; bookings ask for few hours.
  const hour = Math.floor(instant / HOUR_MS);
  const known = datesByHour.get(hour);
  if (known !== undefined) return known;
  const date = Temporal.Instant.fromEpochMilliseconds(hour * HOUR_MS)
    .toZonedDateTimeISO(ROME)
    .toPlainDate()
    .toString();
  if (datesByHour.size >= REMEMBERED_HOURS) datesByHour.clear();
  datesByHour.set(hour, date);
  return date;
}

const datesByHourText = new Map<string, LocalDate>();

/**
 * The day that the calendar in Rome shows at a time. The days of a thing's facts are asked for again and again.
 * @param timestamp RFC 3339
 */
export function romeDateAt(timestamp: string): LocalDate {
  if (!timestamp.endsWith('Z')) return romeDateOf(Date.parse(timestamp));
  const hour = timestamp.slice(0, 'yyyy-mm-ddThh'.length);
  const known = datesByHourText.get(hour);
  if (known !== undefined) return known;
  const date = romeDateOf(Date.parse(timestamp));
  if (datesByHourText.size >= REMEMBERED_HOURS) datesByHourText.clear();
  datesByHourText.set(hour, date);
  return date;
}

/** The time that clocks in Rome show at an instant (milliseconds since the epoch), to the minute. */
export function romeTimeOf(instant: number): LocalTime {
  const time = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(ROME);
  return timeOf(time.hour * 60 + time.minute);
}

/**
 * A time as clocks in Rome show it, with what they are ahead of UTC: its day is that of the calendar there.
 * @param timestamp RFC 3339
 * @returns the same instant, RFC 3339
 */
export function inRome(timestamp: string): string {
  return Temporal.Instant.from(timestamp).toZonedDateTimeISO(ROME).toString({ timeZoneName: 'never' });
}

/** The day after. */
export function dayAfter(date: LocalDate): LocalDate {
  return addDays(date, 1);
}

/** The same day of a later month; its last day when the month is too short (as art. 2963 of the Civil Code says). */
export function monthsAfter(date: LocalDate, months: number): LocalDate {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}
