import { Type, type Static } from '@sinclair/typebox';
import { daysFrom, weekdayOf, type LocalDate } from '#italy';
import { LocalDate as Day, oneOf, whole } from '#vocabulary';

/** Most weeks from one to the next, and most single days, of a band. */
export const MAX_WEEKS = 52;
export const MAX_DATES = 366;
/** Which of the weekdays of a month: the first to the fifth, which some months lack, or the last. */
export const NTHS = [1, 2, 3, 4, 5, -1] as const;
export const RECURRENCES = ['WEEKLY', 'MONTHLY', 'DATES'] as const;

/** 1 (Monday) to 7 (Sunday). */
export const Weekday = whole(1, 7);

const Weekly = Type.Object({
  kind: Type.Literal('WEEKLY'),
  /** From one week to the next, in weeks. */
  every: whole(1, MAX_WEEKS),
  weekdays: Type.Array(Weekday, { minItems: 1, maxItems: 7 }),
  /** A day of the week from which weeks are counted; that of the first day of validity when absent. */
  countedFrom: Type.Optional(Day),
});
const Monthly = Type.Object({
  kind: Type.Literal('MONTHLY'),
  /** 1 to 5, or -1 for the last of the month. */
  nth: Type.Union(NTHS.map((nth) => Type.Literal(nth))),
  weekday: Weekday,
});
const Dates = Type.Object({
  kind: Type.Literal('DATES'),
  dates: Type.Array(Day, { minItems: 1, maxItems: MAX_DATES }),
});

/** On which days, among those of its validity, a band is open. */
export const Recurrence = Type.Union([Weekly, Monthly, Dates]);
export type Recurrence = Static<typeof Recurrence>;
export const RecurrenceKind = oneOf(RECURRENCES, 'RecurrenceKind');

/** Days on which something recurs. */
export interface Recurring {
  /** Of a band that is open on one day of every week, and says no more. */
  readonly weekday?: number;
  readonly recurrence?: Recurrence;
  readonly validFrom: LocalDate;
  /** Inclusive; without it there is no end. */
  readonly validUntil?: LocalDate;
}

/** How it recurs: bands of before have a day of the week. */
export function recurrenceOf({ recurrence, weekday }: Pick<Recurring, 'recurrence' | 'weekday'>): Recurrence {
  if (recurrence) return recurrence;
  if (weekday === undefined) throw new TypeError('a band has a day of the week, or a recurrence');
  return { kind: 'WEEKLY', every: 1, weekdays: [weekday] };
}

/** Tells whether it comes on a day. */
export function recursOn(recurring: Recurring, date: LocalDate): boolean {
  const { validFrom, validUntil } = recurring;
  if (date < validFrom || (validUntil !== undefined && date > validUntil)) return false;
  const recurrence = recurrenceOf(recurring);
  switch (recurrence.kind) {
    case 'WEEKLY': {
      const { weekdays, every, countedFrom = validFrom } = recurrence;
      return weekdays.includes(weekdayOf(date)) && (weekOf(date) - weekOf(countedFrom)) % every === 0;
    }
    case 'MONTHLY':
      return weekdayOf(date) === recurrence.weekday && isNth(date, recurrence.nth);
    case 'DATES':
      return recurrence.dates.includes(date);
  }
}

/** A Monday. */
const FIRST_WEEK = '1970-01-05';

/** Number of the week, Monday to Sunday, in which a day lies. */
export function weekOf(date: LocalDate): number {
  return Math.floor(daysFrom(FIRST_WEEK, date) / 7);
}

/** Tells whether a day is the n-th, or the last (-1), of its weekday in its month. */
function isNth(date: LocalDate, nth: number): boolean {
  const day = Number(date.slice(8));
  return nth === -1 ? day + 7 > daysOfMonth(date) : Math.ceil(day / 7) === nth;
}

/** How many days the month of a date has. */
export function daysOfMonth(date: LocalDate): number {
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate();
}
