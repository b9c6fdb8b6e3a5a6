import { addDays, DAYS_OF_ACTS, daysFrom, weekdayOf, type LocalDate } from '#italy';
import { daysOfMonth, recurrenceOf, recursOn, weekOf, type Recurrence, type Recurring } from './recurrence.ts';

type Weekly = Extract<Recurrence, { kind: 'WEEKLY' }>;
type Monthly = Extract<Recurrence, { kind: 'MONTHLY' }>;

/** Days from the first to the last, both included. */
interface Days {
  readonly first: LocalDate;
  readonly last: LocalDate;
}

/**
 * The first day on which two bands are both open, exactly: weeks meet by the remainders of their numbers, months and single
 * days are gone through.
 * @param notBefore days before it do not count
 * @returns undefined when there is none up to the last day that an act may name
 */
export function firstCommonDay(one: Recurring, other: Recurring, notBefore?: LocalDate): LocalDate | undefined {
  const first = [one.validFrom, other.validFrom, notBefore ?? ''].reduce((a, b) => (a > b ? a : b));
  const last = [one.validUntil, other.validUntil].reduce<LocalDate>(
    (earliest, until) => (until !== undefined && until < earliest ? until : earliest),
    DAYS_OF_ACTS.latest,
  );
  if (first > last) return undefined;
  const days = { first, last };
  const [a, b] = [recurrenceOf(one), recurrenceOf(other)];
  if (a.kind === 'DATES') return commonDate(a.dates, other, days);
  if (b.kind === 'DATES') return commonDate(b.dates, one, days);
  if (a.kind === 'MONTHLY') return commonOfMonth(a, other, days);
  if (b.kind === 'MONTHLY') return commonOfMonth(b, one, days);
  return commonOfWeek({ ...a, countedFrom: a.countedFrom ?? one.validFrom }, b, other.validFrom, days);
}

/** The first day on which something recurs, not before another; undefined when there is none. */
export function firstDayOf(recurring: Recurring, notBefore?: LocalDate): LocalDate | undefined {
  return firstCommonDay(recurring, recurring, notBefore);
}

function commonDate(dates: readonly LocalDate[], other: Recurring, { first, last }: Days): LocalDate | undefined {
  return dates.filter((date) => first <= date && date <= last && recursOn(other, date)).toSorted()[0];
}

function commonOfMonth(monthly: Monthly, other: Recurring, { first, last }: Days): LocalDate | undefined {
  const against = recurrenceOf(other);
  if (against.kind === 'WEEKLY' && !against.weekdays.includes(monthly.weekday)) return undefined;
  if (against.kind === 'MONTHLY' && !mayCoincide(monthly, against)) return undefined;
  for (let month = `${first.slice(0, 7)}-01`; month <= last; month = addDays(month, daysOfMonth(month))) {
    const day = dayOfMonth(monthly, month);
    if (day !== undefined && first <= day && day <= last && recursOn(other, day)) return day;
  }
  return undefined;
}

/** The last of a weekday in its month is the fourth or the fifth. */
function mayCoincide(one: Monthly, other: Monthly): boolean {
  if (one.weekday !== other.weekday) return false;
  const isLast = one.nth === -1 || other.nth === -1;
  return one.nth === other.nth || (isLast && Math.max(one.nth, other.nth) >= 4);
}

/** @param month its first day */
function dayOfMonth({ nth, weekday }: Monthly, month: LocalDate): LocalDate | undefined {
  const firstOne = 1 + ((weekday - weekdayOf(month) + 7) % 7);
  const length = daysOfMonth(month);
  const day = nth === -1 ? firstOne + 7 * Math.floor((length - firstOne) / 7) : firstOne + 7 * (nth - 1);
  return day > length ? undefined : addDays(month, day - 1);
}

function commonOfWeek(a: Weekly, b: Weekly, bValidFrom: LocalDate, days: Days): LocalDate | undefined {
  const weekdays = a.weekdays.filter((weekday) => b.weekdays.includes(weekday)).toSorted((one, two) => one - two);
  if (weekdays.length === 0) return undefined;
  const from = weekOf(days.first);
  const [x, y] = [weekOf(a.countedFrom ?? days.first), weekOf(b.countedFrom ?? bValidFrom)];
  const step = leastCommonMultiple(a.every, b.every);
  const inBoth = (week: number): boolean => (week - x) % a.every === 0 && (week - y) % b.every === 0;
  const ahead = Array.from({ length: step }, (_, index) => from + index).find(inBoth);
  if (ahead === undefined) return undefined;
  // Of its first week days may be over; of the next one all lie ahead.
  for (const week of [ahead, ahead + step]) {
    for (const weekday of weekdays) {
      const day = addDays(days.first, 7 * (week - from) + weekday - weekdayOf(days.first));
      if (daysFrom(days.first, day) >= 0 && day <= days.last) return day;
    }
  }
  return undefined;
}

function leastCommonMultiple(a: number, b: number): number {
  let [divisor, rest] = [a, b];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return (a * b) / divisor;
}
