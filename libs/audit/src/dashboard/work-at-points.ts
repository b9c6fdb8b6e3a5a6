import { dayAfter, daysFrom, type LocalDate } from '#italy';
import type { AssignmentOnDate, PremisesOnDate } from '#service-points';
import type { SeenPuntoInps } from './network.ts';
import type { WorkingDays } from './working-days.ts';

/** Later than every day. */
const NEVER = '9999-12-31';

/** On how many days somebody of the staff worked at a Punto INPS that was open: each person counts each day. */
export function staffDaysOf({ steps, staff }: Pick<SeenPuntoInps, 'steps' | 'staff'>, days: WorkingDays): number {
  let count = 0;
  steps.forEach(({ from, facts }, index) => {
    if (facts?.state !== 'OPEN') return;
    const end = steps[index + 1]?.from ?? NEVER;
    for (const one of staff) {
      count += days.count(one.weekdays, later(from, one.from), earlier(end, endOf(one)));
    }
  });
  return count;
}

/** What the premises of a Punto INPS cost in a period: each agreement, by the days on which it holds. In cents of a euro. */
export function premisesCostOf(premises: readonly PremisesOnDate[], from: LocalDate, until: LocalDate): number {
  let cents = 0;
  for (const agreed of premises) {
    const [first, last] = [later(from, agreed.from), earlier(until, agreed.until)];
    for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year += 1) {
      const [begin, end] = [`${year}-01-01`, `${year}-12-31`];
      const days = daysFrom(later(first, begin), dayAfter(earlier(last, end)));
      if (days > 0) cents += (agreed.yearlyCostCents * days) / daysFrom(begin, dayAfter(end));
    }
  }
  return cents;
}

/** First day on which the person is there no longer. */
function endOf({ until, releasedOn = NEVER }: AssignmentOnDate): LocalDate {
  return earlier(until === undefined ? NEVER : dayAfter(until), releasedOn);
}

function earlier(one: LocalDate, other: LocalDate): LocalDate {
  return one < other ? one : other;
}

function later(one: LocalDate, other: LocalDate): LocalDate {
  return one > other ? one : other;
}
