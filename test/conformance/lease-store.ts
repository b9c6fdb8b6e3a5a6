import { randomUUID } from 'node:crypto';
import type { Lease, LeaseStore } from '#kernel/ports';
import type { StoreHarness } from './harness.ts';

const TTL = 10_000;

/**
 * What every store of leases must do. Each handle of the harness stands for a process; its monotonic clock is the one
 * given here, so that no test waits.
 */
export function describeLeaseStore(
  name: string,
  makeHarness: (monotonic: () => number) => Promise<StoreHarness<LeaseStore>>,
): void {
  describe(`${name} as a lease store`, () => {
    let now = 0;
    let harness: StoreHarness<LeaseStore>;
    let here: LeaseStore;
    let there: LeaseStore;
    beforeAll(async () => {
      harness = await makeHarness(() => now);
      here = await harness.open();
      there = await harness.open();
    });
    afterAll(() => harness.close());

    async function taken(store: LeaseStore, lease: string, holder: string): Promise<Lease> {
      const taken = await store.acquire(lease, holder, TTL);
      expect(taken).toMatchObject({ name: lease, holder });
      return taken!;
    }

    it('shows the signs of life of a holder to others, and none of nobody', async () => {
      const work = randomUUID();
      expect(await there.lastSign(work)).toBeUndefined();

      const lease = await taken(here, work, 'a');
      const signs = [await there.lastSign(work)];
      await here.heartbeat(lease);
      signs.push(await there.lastSign(work));

      expect(new Set(signs).size).toBe(2);
      expect(signs).not.toContain(undefined);
      await here.release(lease);
      expect(await there.lastSign(work)).toBeUndefined();
    });

    it('gives a free lease to who asks, and the same again to its holder', async () => {
      const work = randomUUID();

      const lease = await taken(here, work, 'a');

      expect(await taken(here, work, 'a')).toEqual(lease);
      expect(await here.heartbeat(lease)).toBe(true);
    });

    it('gives a lease to one only', async () => {
      const work = randomUUID();
      await taken(here, work, 'a');

      expect(await here.acquire(work, 'b', TTL)).toBeUndefined();
      expect(await there.acquire(work, 'b', TTL)).toBeUndefined();
      await taken(there, randomUUID(), 'b');
    });

    it('gives a free lease to exactly one of many who ask at once', async () => {
      const work = randomUUID();
      const holders = Array.from({ length: 20 }, (_, index) => `holder-${index}`);

      const leases = await Promise.all(
        holders.map((holder, index) => (index % 2 === 0 ? here : there).acquire(work, holder, TTL)),
      );

      expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
    });

    it('gives a released lease to the next, under a later epoch', async () => {
      const work = randomUUID();
      const first = await taken(here, work, 'a');

      await here.release(first);
      const second = await taken(there, work, 'b');

      expect(second.epoch).toBeGreaterThan(first.epoch);
      expect(await here.heartbeat(first)).toBe(false);
    });

    it('starts a later epoch also when the same holder comes again', async () => {
      const work = randomUUID();
      const first = await taken(here, work, 'a');
      await here.release(first);

      expect((await taken(here, work, 'a')).epoch).toBeGreaterThan(first.epoch);
      expect(await here.heartbeat(first)).toBe(false);
    });

    it('can be taken over after a silence as long as asked, and not before', async () => {
      const work = randomUUID();
      const first = await taken(here, work, 'a');
      expect(await there.acquire(work, 'b', TTL)).toBeUndefined();

      now += TTL - 1;
      expect(await there.acquire(work, 'b', TTL)).toBeUndefined();
      now += 1;
      const second = await taken(there, work, 'b');

      expect(second.epoch).toBeGreaterThan(first.epoch);
    });

    it('counts the silence from when the challenger has first seen it', async () => {
      const work = randomUUID();
      await taken(here, work, 'a');

      now += 100 * TTL;
      expect(await there.acquire(work, 'b', TTL)).toBeUndefined();
      now += TTL - 1;
      expect(await there.acquire(work, 'b', TTL)).toBeUndefined();
    });

    it.each(['heartbeat', 'acquire'] as const)('cannot be taken over while its holder shows life (%s)', async (by) => {
      const work = randomUUID();
      const lease = await taken(here, work, 'a');
      await there.acquire(work, 'b', TTL);

      for (let time = 0; time < 3 * TTL; time += TTL / 2) {
        now += TTL / 2;
        if (by === 'heartbeat') expect(await here.heartbeat(lease)).toBe(true);
        else await taken(here, work, 'a');
        expect(await there.acquire(work, 'b', TTL)).toBeUndefined();
      }
    });

    it('tells a holder that was silent too long that it has lost it, and does not let it release it', async () => {
      const work = randomUUID();
      const late = await taken(here, work, 'a');
      await there.acquire(work, 'b', TTL);
      now += TTL;
      const lease = await taken(there, work, 'b');

      expect(await here.heartbeat(late)).toBe(false);
      await here.release(late);

      expect(await there.heartbeat(lease)).toBe(true);
      expect(await here.acquire(work, 'c', TTL)).toBeUndefined();
    });

    it('lets only one of several challengers take over', async () => {
      const work = randomUUID();
      await taken(here, work, 'a');
      await Promise.all([here.acquire(work, 'b', TTL), there.acquire(work, 'c', TTL)]);
      now += TTL;

      const leases = await Promise.all([here.acquire(work, 'b', TTL), there.acquire(work, 'c', TTL)]);

      expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
    });

    it('knows its epochs when it is opened again', async () => {
      if (!harness.reopen) return;
      const work = randomUUID();
      const before = await taken(here, work, 'a');

      here = await harness.reopen();
      there = await harness.open();

      expect(await here.heartbeat(before)).toBe(true);
      await here.release(before);
      expect((await taken(there, work, 'b')).epoch).toBeGreaterThan(before.epoch);
    });
  });
}
