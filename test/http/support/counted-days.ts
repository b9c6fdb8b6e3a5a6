import { addDays, romeDateOf } from '#italy';
import { ShiftedClock } from '../../e2e/support/application.ts';

const DAY_MS = 86_400_000;

/** Days counted from that on which everything begins, and a clock that is put ahead by them. */
export function countedDays() {
  const clock = new ShiftedClock();
  const begun = romeDateOf(clock.now());
  return {
    clock,
    begun,
    day: (days: number): string => addDays(begun, days),
    goTo: (days: number): void => {
      clock.ahead = days * DAY_MS;
    },
  };
}
