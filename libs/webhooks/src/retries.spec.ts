import { nextAttemptAt, verdictOf } from './retries.ts';

const NOW = Date.parse('2026-11-02T09:00:00Z');
const HOUR = 3_600_000;
const failed = { durationMs: 5, status: 503 };
const inHours = (at: number | undefined): number | undefined => at && (at - NOW) / HOUR;

describe('a delivery that failed', () => {
  it('is tried nine times more in about three days, then not by itself', () => {
    let hours = 0;
    for (let failures = 1; failures <= 9; failures += 1)
      hours += inHours(nextAttemptAt(failed, failures, NOW, () => 0.5))!;
    expect(hours).toBeGreaterThan(71);
    expect(hours).toBeLessThan(73);
    expect(nextAttemptAt(failed, 10, NOW, () => 0.5)).toBeUndefined();
  });

  it('is tried up to a fifth sooner or later, so that what failed together does not come together', () => {
    expect([0, 1].map((random) => inHours(nextAttemptAt(failed, 4, NOW, () => random)))).toEqual([1.6, 2.4]);
  });

  it.each([
    ['seconds', '7200', 2],
    ['a date', 'Mon, 02 Nov 2026 11:00:00 GMT', 2],
    ['less than its turn', '0', 5 / 3600],
    ['a date that is over', 'Mon, 02 Nov 2026 08:00:00 GMT', 5 / 3600],
    ['years', '999999999', 24],
    ['nothing that can be read', 'later', 5 / 3600],
  ])('waits as long as Retry-After says, if that is longer: %s', (_, retryAfter, hours) => {
    expect(inHours(nextAttemptAt({ ...failed, retryAfter }, 1, NOW, () => 0.5))).toBe(hours);
  });
});

describe('an attempt', () => {
  it.each([
    [200, 'delivered'],
    [204, 'delivered'],
    [301, 'failed'],
    [404, 'failed'],
    [410, 'gone'],
    [429, 'failed'],
    [500, 'failed'],
    [undefined, 'failed'],
  ])('that is answered with %s is %s', (status, verdict) => {
    expect(verdictOf({ durationMs: 5, ...(status === undefined ? {} : { status }) })).toBe(verdict);
  });
});
