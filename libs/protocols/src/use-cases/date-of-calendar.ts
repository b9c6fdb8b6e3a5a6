import { defineRefusal } from '#kernel/domain';

/** What was set for a date no longer stands: the calendar is told that there is nothing to do. */
export const nothingToCarryOut = defineRefusal(
  'NOTHING_TO_CARRY_OUT',
  'Nothing is set for this date any more, in state {state}, as it was moved or has happened: nothing is left to do.',
  'already-so',
);
const notReached = defineRefusal('DATE_NOT_REACHED', '{date} has not come yet, today is {today}: wait.', 'not-yet');

/** @throws DomainError DATE_NOT_REACHED */
export function refuseEarly(date: string, today: string): void {
  if (date > today) throw notReached({ date, today });
}

/** What every command of the calendar may be refused with. */
export const calendarRefusals = [nothingToCarryOut, notReached];
