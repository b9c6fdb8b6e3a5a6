import { MongoServerError } from 'mongodb';
import { failureOf } from './store-error.ts';

describe('a failure of MongoDB', () => {
  it.each(['PoolClearedOnNetworkError', 'MongoPoolClearedError', 'MongoNetworkTimeoutError'])(
    'passes when a connection was lost, whatever the driver calls it: %s',
    (name) => {
      expect(failureOf(Object.assign(new Error('gone'), { name })).kind).toBe('passing');
    },
  );

  it('that no waiting helps says what to do', () => {
    const failure = failureOf(new MongoServerError({ message: 'not enough data-bearing nodes', code: 100 }));

    expect(failure).toMatchObject({ kind: 'unavailable', advice: expect.stringContaining('write concern') });
  });

  it('passes when the other members were too slow to confirm a write', () => {
    expect(failureOf(new MongoServerError({ message: 'waiting for replication timed out', code: 64 })).kind).toBe(
      'passing',
    );
  });

  it.each([
    ...[24, 46, 50, 112, 117, 187, 216, 237, 262, 276, 279, 365, 371, 402, 407, 433, 449, 450, 462, 11_600, 91_331],
  ])('passes when the server says by its code that another try may go through: %i', (code) => {
    expect(failureOf(new MongoServerError({ message: 'later', code })).kind).toBe('passing');
  });

  it.each(['RetryableWriteError', 'SystemOverloadedError'])(
    'passes when a later server says so by a label, whatever its code: %s',
    (label) => {
      const failure = new MongoServerError({ message: 'later', code: 999_999, errorLabels: [label] });
      expect(failureOf(failure).kind).toBe('passing');
    },
  );

  it.each([2, 9, 26, 27, 48, 66, 72, 85, 86, 96, 121, 148, 10_334, 17_280])(
    'does not pass when the same request would be refused again: %i',
    (code) => {
      expect(failureOf(new MongoServerError({ message: 'no', code })).kind).toBe('other');
    },
  );

  it('is the program’s own when the server refuses for another reason', () => {
    expect(failureOf(new MongoServerError({ message: 'duplicate key', code: 11_000 })).kind).toBe('other');
    expect(failureOf(new TypeError('no')).kind).toBe('other');
  });
});
