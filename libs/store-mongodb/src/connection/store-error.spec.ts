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

  it('is the program’s own when the server refuses for another reason', () => {
    expect(failureOf(new MongoServerError({ message: 'duplicate key', code: 11_000 })).kind).toBe('other');
    expect(failureOf(new TypeError('no')).kind).toBe('other');
  });
});
