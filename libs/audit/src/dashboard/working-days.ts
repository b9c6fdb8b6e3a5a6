import { isHoliday } from '#agenda';
import { dayAfter, daysBetween, daysFrom, weekdayOf, type LocalDate } from '#italy';

/** The days of a period on which people work: all but national holidays; of patron saints a network knows too little. */
export class WorkingDays {
  readonly from: LocalDate;
  /** Last day. */
  readonly until: LocalDate;
  /** By day of the week, how many there are before each day of the period, and in all of it. */
  readonly #before: readonly (readonly number[])[];

  constructor(from: LocalDate, until: LocalDate) {
    this.from = from;
    this.until = until;
    const days = daysBetween(from, until).map((day) => (isHoliday(day) ? 0 : weekdayOf(day)));
    this.#before = Array.from({ length: 8 }, (_, weekday) => {
      let count = 0;
      return [0, ...days.map((other) => (count += other === weekday ? 1 : 0))];
    });
  }

  /**
   * How many days of these weekdays there are, within the period, from a day to another.
   * @param weekdays 1 (Monday) to 7 (Sunday)
   * @param end first day that does not count
   */
  count(weekdays: readonly number[], from: LocalDate, end: LocalDate): number {
    const first = from < this.from ? this.from : from;
    const afterAll = dayAfter(this.until);
    const after = end < afterAll ? end : afterAll;
    if (after <= first) return 0;
    const [low, high] = [daysFrom(this.from, first), daysFrom(this.from, after)];
    return weekdays.reduce((sum, weekday) => {
      const before = this.#before[weekday] ?? [];
      return sum + (before[high] ?? 0) - (before[low] ?? 0);
    }, 0);
  }
}
