import { startStopwatch } from './stopwatch.ts';

describe('a stopwatch', () => {
  it.each([
    ['run together', 30, 30, 30],
    ['disagree because the machine slept', 3_000, 30, 3_000],
    ['disagree because the one on the wall was set back', -3_000, 30, 30],
  ])('tells the longest time that can have passed when the clocks %s', (_case, wall, steady, passed) => {
    const times = { wall: 1_000, steady: 10 };
    const elapsed = startStopwatch({ wall: () => times.wall, steady: () => times.steady });

    times.wall += wall;
    times.steady += steady;

    expect(elapsed()).toBe(passed);
  });
});
