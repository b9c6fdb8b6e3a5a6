import { SubscriptionStatus } from './subscription-status.ts';

it('a subscription that stands still behind the end for long is not live', () => {
  let now = 1_000;
  const status = new SubscriptionStatus(
    '10',
    100,
    () => now,
    () => undefined,
  );
  const pass = (milliseconds: number): string => {
    now += milliseconds;
    return status.health.state;
  };
  status.contact('live');
  expect(pass(1_000)).toBe('live');

  status.sawEnd('20');
  expect(pass(100)).toBe('live');
  expect(pass(1)).toBe('catching-up');
  expect(status.health).toMatchObject({ lag: 10, since: '1970-01-01T00:00:02.000Z' });

  // It is under way, though it has not arrived.
  status.finished('15');
  expect(pass(100)).toBe('live');
  status.finished('20');
  expect(pass(1_000)).toBe('live');
});
