import { defineRefusals } from '#kernel/domain';
import { DAYS_OF_ACTS, type LocalDate } from '#italy';
import type { Closure } from '../domain/calendar/closures.ts';
import { IsClosingTime, IsLocalTime } from './fields.ts';

/** Hours of each of the days of a closure. */
export class HoursClosed {
  /** When they begin, by the wall clock in Rome. */
  @IsLocalTime()
  readonly from!: string;

  /** When they end (this moment not included), as late as 24:00. */
  @IsClosingTime()
  readonly to!: string;
}

/** When nobody is received, as somebody declares it. */
interface DeclaredPeriod {
  readonly from: string;
  readonly until?: string;
  readonly hours?: HoursClosed;
}

const refuse = defineRefusals({
  CLOSURE_REVERSED: 'A closure from {from} cannot end before, on {until}: correct one of the two.',
  CLOSURE_IN_THE_PAST: 'The closure ends on {until}, before today, {today}: declare what still lies ahead.',
  CLOSED_HOURS_REVERSED: 'Hours that begin at {from} cannot end at {to}: let them end later on the same day.',
});

export const closedPeriodRefusals = [refuse.CLOSURE_REVERSED, refuse.CLOSURE_IN_THE_PAST, refuse.CLOSED_HOURS_REVERSED];

/**
 * The days, or hours of days, of a closure; one that has no last day stands until further notice.
 * @param today `yyyy-mm-dd`
 * @throws DomainError CLOSURE_REVERSED | CLOSURE_IN_THE_PAST | CLOSED_HOURS_REVERSED
 */
export function closedPeriod(
  { from, until = DAYS_OF_ACTS.latest, hours }: DeclaredPeriod,
  today: LocalDate,
): Omit<Closure, 'closureId'> {
  if (until < from) throw refuse.CLOSURE_REVERSED({ from, until });
  if (until < today) throw refuse.CLOSURE_IN_THE_PAST({ until, today });
  if (!hours) return { from, until };
  if (hours.to <= hours.from) throw refuse.CLOSED_HOURS_REVERSED({ from: hours.from, to: hours.to });
  return { from, until, hours: { from: hours.from, to: hours.to } };
}
