import { SystemError, type SystemErrorCode } from '#kernel/domain';
import { MemoryLeaseStore } from '#store-memory';
import { HostedUnderLease, type Runner } from './hosted.ts';

describe('a runner under a lease', () => {
  /** Runs one that cannot go on for this reason, until it has ended. */
  async function failing(code: SystemErrorCode): Promise<HostedUnderLease<Runner>> {
    const runner: Runner = {
      start: async () => undefined,
      stop: async () => undefined,
      ended: async () => undefined,
      failure: new SystemError(code, 'it cannot go on'),
    };
    const ended = Promise.withResolvers<undefined>();
    const hosted = new HostedUnderLease({
      ...{ name: 'work', leases: new MemoryLeaseStore(), holder: 'one', ttl: 60_000 },
      make: () => runner,
      onEnded: () => ended.resolve(undefined),
      onError: () => undefined,
    });
    await hosted.start();
    await ended.promise;
    await hosted.stop();
    return hosted;
  }

  it('says why it cannot go on', async () => {
    expect((await failing('LOG_REPLACED')).failure).toMatchObject({ code: 'LOG_REPLACED' });
  });

  it.each(['LEASE_LOST', 'STORE_UNAVAILABLE'] as const)(
    'has nothing to say of %s: whoever has the lease goes on',
    async (code) => {
      expect((await failing(code)).failure).toBeUndefined();
    },
  );
});
