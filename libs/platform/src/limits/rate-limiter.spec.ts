import { RateLimiter } from './rate-limiter.ts';

describe('the allowance of a client', () => {
  const clock = { time: 1_000_000, now: () => clock.time };

  it('is used up by its own requests, and whole again a minute after the first', () => {
    const limiter = new RateLimiter(2, clock);
    limiter.take('a');
    clock.time += 20_000;

    expect(limiter.take('a')).toEqual({ allowed: true, limit: 2, remaining: 0, reset: 40 });
    expect(limiter.take('a')).toMatchObject({ allowed: false });
    expect(limiter.take('b')).toMatchObject({ allowed: true });
    clock.time += 40_000;
    expect(limiter.take('a')).toMatchObject({ allowed: true, remaining: 1, reset: 60 });
  });
});
