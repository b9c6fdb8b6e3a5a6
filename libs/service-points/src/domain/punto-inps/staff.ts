import { dayAfter, weekdayOf, type LocalDate } from '#italy';
import type { StaffAssignment } from './punto-inps-state.ts';

/** An assignment as it is wanted. */
type WantedAssignment = Omit<StaffAssignment, 'assignmentId' | 'unit'>;

const NEVER = '9999-12-31';

/** First day on which the person is there no longer. */
export function endOf({ until, releasedOn = NEVER }: WantedAssignment): LocalDate {
  const end = until === undefined ? NEVER : dayAfter(until);
  return releasedOn < end ? releasedOn : end;
}

/**
 * How many of the staff are present on a day (K2), each person once.
 * @param date `yyyy-mm-dd`
 */
export function staffPresentOn(staff: readonly StaffAssignment[], date: LocalDate): number {
  const weekday = weekdayOf(date);
  const present = staff.filter((one) => one.from <= date && date < endOf(one) && one.weekdays.includes(weekday));
  return new Set(present.map(({ subject }) => subject)).size;
}

/** An assignment of the same person that has a day of the week in common with one that is wanted, at the same time. */
export function clashing(staff: readonly StaffAssignment[], wanted: WantedAssignment): StaffAssignment | undefined {
  return staff.find(
    (one) =>
      one.subject === wanted.subject &&
      one.weekdays.some((weekday) => wanted.weekdays.includes(weekday)) &&
      one.from < endOf(wanted) &&
      wanted.from < endOf(one),
  );
}
