import type { Channel } from '@grpc/grpc-js';
import { Silence } from './silence.ts';

const MINUTE_MS = 60_000;

describe('a connection that is silent', () => {
  let left: number;
  let connection: Channel;
  let now: number;
  let silence: Silence;
  beforeEach(() => {
    [left, now] = [0, 0];
    connection = { getTarget: () => 'first' } as Channel;
    silence = new Silence(
      {
        connection: () => connection,
        leave: async () => {
          left += 1;
          connection = { getTarget: () => `after ${left}` } as Channel;
        },
      },
      () => now,
    );
  });

  const unanswered = (calls: number): void => {
    for (let call = 0; call < calls; call += 1) silence.listen().unanswered();
  };

  it('is left after two calls in a row, and not when one of them was answered', () => {
    unanswered(1);
    silence.listen().answered();
    unanswered(1);
    expect(left).toBe(0);

    unanswered(1);
    expect(left).toBe(1);
  });

  it('is not blamed for calls of the one before', () => {
    const calls = [silence.listen(), silence.listen(), silence.listen(), silence.listen()];

    for (const call of calls) call.unanswered();

    expect(left).toBe(1);
  });

  it('is left ever more rarely while that does not help, and soon again once it did', () => {
    for (; now < 60 * MINUTE_MS; now += 1_000) unanswered(1);
    expect(left).toBeGreaterThan(5);
    expect(left).toBeLessThan(20);

    silence.listen().answered();
    const before = left;
    unanswered(2);
    expect(left).toBe(before + 1);
  });
});
