import { defineRefusals, toTimestamp } from '#kernel/domain';
import { addDays, daysFrom, midnightInRome, type LocalDate } from '#italy';

/** Most days of one period: two months. */
const MAX_DAYS = 62;

/** What {@link requirePeriod} refuses. */
export const periodRefusals = defineRefusals({
  PERIOD_REVERSED: 'The last day, {to}, lies before the first, {from}: correct one of the two.',
  PERIOD_TOO_LONG: 'From {from} to {to} there are more than {maxDays} days: ask for them in parts.',
});

/**
 * Refuses days that are no period, or too many.
 * @param period first and last day, `yyyy-mm-dd`
 * @throws DomainError PERIOD_REVERSED | PERIOD_TOO_LONG
 */
export function requirePeriod({ from, to }: { readonly from: LocalDate; readonly to: LocalDate }): void {
  if (to < from) throw periodRefusals.PERIOD_REVERSED({ from, to });
  // One day, of which look-ups at peak hours ask, is not counted: that would parse two dates each time.
  if (to !== from && daysFrom(from, to) >= MAX_DAYS)
    throw periodRefusals.PERIOD_TOO_LONG({ from, to, maxDays: MAX_DAYS });
}

/**
 * The moments of days, as lists ask for them.
 * @param days first and last day, `yyyy-mm-dd`; without a bound where one is absent
 * @returns nothing where both are absent
 */
export function momentsOf({
  from,
  to,
}: {
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
}) {
  if (from === undefined && to === undefined) return undefined;
  return {
    ...(from === undefined ? {} : { from: toTimestamp(midnightInRome(from)) }),
    ...(to === undefined ? {} : { before: toTimestamp(midnightInRome(addDays(to, 1))) }),
  };
}
