import { WorkingDays } from './working-days.ts';

describe('the days on which people work', () => {
  const spring = new WorkingDays('2026-03-01', '2026-05-31');

  it.each([
    ['Mondays of April but Easter Monday', [1], '2026-04-01', '2026-05-01', 3],
    ['Fridays of May but the first', [5], '2026-05-01', '2026-06-01', 4],
    ['Saturdays of April but the 25th, and Sundays but Easter', [6, 7], '2026-04-01', '2026-05-01', 3 + 3],
    ['nothing outside the period', [1], '2026-01-01', '2026-03-01', 0],
    ['of what begins before the period, its days alone', [1], '2020-01-01', '2026-03-10', 2],
    ['of what has no end, the days of the period', [1], '2026-05-25', '9999-12-31', 1],
    ['nothing where the end comes first', [1], '2026-04-10', '2026-04-01', 0],
  ])('are %s', (_rule, weekdays, from, end, count) => {
    expect(spring.count(weekdays, from, end)).toBe(count);
  });
});
