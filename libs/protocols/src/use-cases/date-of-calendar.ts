import { defineRefusal } from '#kernel/domain';
import type { Protocol } from '../domain/protocol-state.ts';

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

const successorEntersFirst = defineRefusal(
  'SUCCESSOR_ENTERS_FIRST',
  'The protocol {successorId}, which renews this one, enters into force on {effectiveDate}, and goes first: wait.',
  'not-yet',
);

/**
 * At the instant at which a protocol ends, the entry into force of its successor goes first: the points that both name
 * pass to it, and never end in between.
 * @param endsOn first day no longer in force
 * @throws DomainError SUCCESSOR_ENTERS_FIRST
 */
export function refuseBeforeSuccessor({ renewals = [] }: Pick<Protocol, 'renewals'>, endsOn: string): void {
  const successor = renewals.find(({ effectiveDate }) => effectiveDate <= endsOn);
  if (successor) throw successorEntersFirst({ ...successor });
}

/** What every command of the calendar may be refused with. */
export const calendarRefusals = [nothingToCarryOut, notReached, successorEntersFirst];
