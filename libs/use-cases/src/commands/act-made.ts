import { defineRefusals } from '#kernel/domain';
import type { LocalDate } from '#italy';

const refuse = defineRefusals({
  ACT_IN_FUTURE: 'The act is dated {date}, after today, {today}: record this once the act is made.',
});
export const actInFuture = refuse.ACT_IN_FUTURE;

/**
 * Nothing rests on an act that does not exist yet.
 * @param act undefined where none is named
 * @throws DomainError ACT_IN_FUTURE
 */
export function requireActMade(act: { readonly date: LocalDate } | undefined, today: LocalDate): void {
  if (act && act.date > today) throw actInFuture({ date: act.date, today });
}
