import { MemoryLeaseStore } from '#store-memory';
import { LeaseWatch } from './lease-watch.ts';

const TTL = 1_000;

describe('whoever watches a lease', () => {
  let now: number;
  let leases: MemoryLeaseStore;
  let watch: LeaseWatch;
  beforeEach(() => {
    now = 0;
    leases = new MemoryLeaseStore();
    watch = new LeaseWatch({ leases, name: 'projections', ttl: TTL, monotonic: () => now });
  });

  it('sees it held as long as there are signs of life, also of another holder', async () => {
    const lease = (await leases.acquire('projections', 'one', TTL))!;
    for (const sign of [() => leases.heartbeat(lease), () => leases.acquire('projections', 'one', TTL)]) {
      expect(await watch.isHeld()).toBe(true);
      now += 1.5 * TTL;
      await sign();
    }
    await leases.release(lease);
    await leases.acquire('projections', 'other', TTL);
    now += TTL;
    expect(await watch.isHeld()).toBe(true);
  });

  it('sees it abandoned when its holder shows no life, or when nobody takes it', async () => {
    expect(await watch.isHeld()).toBe(true);
    now += 2 * TTL;
    expect(await watch.isHeld()).toBe(false);

    await leases.acquire('projections', 'one', TTL);
    expect(await watch.isHeld()).toBe(true);
    now += 2 * TTL;
    expect(await watch.isHeld()).toBe(false);
  });
});
