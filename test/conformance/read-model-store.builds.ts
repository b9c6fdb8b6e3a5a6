import type { ReadModelStore } from '#kernel/ports';
import { rejection, type MakeHarness, type StoreHarness } from './harness.ts';
import { at, checkpointAt, freshBuild, freshProjection, write } from './read-model-writing.ts';

/** Rules of builds: each has a name of its own for ever, and one of them answers. */
export function describeBuilds(makeHarness: MakeHarness<ReadModelStore>): void {
  describe('builds', () => {
    let harness: StoreHarness<ReadModelStore>;
    let store: ReadModelStore;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    const create = (projection: string, version = 1): Promise<string> =>
      store.createBuild({ projection, version, indexes: [] });

    it('are named after projection, version and attempt', async () => {
      const projection = freshProjection();

      const build = await create(projection, 3);

      expect(build.startsWith(`${projection}@v3.`)).toBe(true);
      expect(build.slice(`${projection}@v3.`.length)).toMatch(/^\d+$/);
    });

    it('are listed oldest first, with where they stand', async () => {
      const projection = freshProjection();
      const first = await create(projection);
      const second = await create(projection);
      const other = await freshBuild(store);
      await write(store, first, [at('12', 'a', {})]);
      await store.switchPointer(projection, 1, first);

      expect(await store.builds(projection)).toEqual([
        { build: first, projection, version: 1, checkpoint: checkpointAt('12'), live: true },
        { build: second, projection, version: 1, checkpoint: undefined, live: false },
      ]);
      expect((await store.builds()).map(({ build }) => build)).toEqual(expect.arrayContaining([first, second, other]));
    });

    it('are listed as they stand, by whoever was just told otherwise of their pointer', async () => {
      const there = await harness.open();
      const projection = freshProjection();
      const [old, next] = [await create(projection), await create(projection)];
      await store.switchPointer(projection, 1, old);
      expect(await there.pointer(projection, 1)).toBe(old);

      await store.switchPointer(projection, 1, next);
      await write(store, next, [at('12', 'a', {})]);

      expect(await there.builds(projection)).toMatchObject([
        { build: old, live: false },
        { build: next, live: true, checkpoint: checkpointAt('12') },
      ]);
    });

    it('never have the name of another, also when that was dropped', async () => {
      const projection = freshProjection();
      const names = new Set<string>();
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const build = await create(projection);
        expect(names.has(build)).toBe(false);
        names.add(build);
        await store.dropBuild(build);
      }
    });

    it('never have the name of another, also when the store was opened again', async () => {
      if (!harness.reopen) return;
      const projection = freshProjection();
      const dropped = await create(projection);
      await store.dropBuild(dropped);

      store = await harness.reopen();

      expect(await create(projection)).not.toBe(dropped);
    });

    it('made at the same time have different names', async () => {
      const projection = freshProjection();

      const builds = await Promise.all(Array.from({ length: 10 }, () => create(projection)));

      expect(new Set(builds).size).toBe(10);
    });

    it('do not see each other’s documents', async () => {
      const projection = freshProjection();
      const [one, other] = [await create(projection), await create(projection)];
      await write(store, one, [at('1', 'a', { of: 'one' })]);
      await write(store, other, [at('1', 'a', { of: 'other' })]);

      expect(await store.get(one, 'a')).toEqual({ of: 'one' });
      await store.dropBuild(other);
      expect(await store.get(one, 'a')).toEqual({ of: 'one' });
    });

    it('are gone when dropped, with their checkpoint and parked keys, and dropping again does nothing', async () => {
      const projection = freshProjection();
      const build = await create(projection);
      await write(store, build, [at('1', 'a', {})]);

      await store.dropBuild(build);
      await store.dropBuild(build);

      expect(await store.builds(projection)).toEqual([]);
      const calls = [
        store.get(build, 'a'),
        store.load(build, ['a']),
        store.find(build, { limit: 1 }),
        store.checkpoint(build),
        store.parked(build),
        write(store, build, [at('2', 'a', {})]),
        store.switchPointer(projection, 1, build),
      ];
      for (const refused of await Promise.all(calls.map(rejection))) {
        expect(refused).toMatchObject({ code: 'PROJECTION_UNKNOWN' });
      }
    });

    it('answer once the pointer of their schema version names them', async () => {
      const projection = freshProjection();
      const [old, next, later] = [await create(projection), await create(projection), await create(projection, 2)];
      expect(await store.pointer(projection, 1)).toBeUndefined();

      await store.switchPointer(projection, 1, old);
      await store.switchPointer(projection, 2, later);
      expect(await store.pointer(projection, 1)).toBe(old);

      await store.switchPointer(projection, 1, next);
      expect(await store.pointer(projection, 1)).toBe(next);
      expect(await store.pointer(projection, 2)).toBe(later);
      const live = (await store.builds(projection)).filter((info) => info.live).map(({ build }) => build);
      expect(live).toEqual([next, later]);
    });

    it('are not made to answer by one whose lease another holds by now', async () => {
      const projection = freshProjection();
      const [old, next] = [await create(projection), await create(projection)];
      await store.switchPointer(projection, 1, old, 4);
      await store.switchPointer(projection, 1, old, 6);

      expect(await rejection(store.switchPointer(projection, 1, next, 5))).toMatchObject({ code: 'LEASE_LOST' });
      expect(await store.pointer(projection, 1)).toBe(old);

      await store.switchPointer(projection, 1, next, 6);
      expect(await store.pointer(projection, 1)).toBe(next);
    });

    it('cannot answer for another projection or version', async () => {
      const projection = freshProjection();
      const build = await create(projection);

      await expect(store.switchPointer(projection, 2, build)).rejects.toThrow(TypeError);
      await expect(store.switchPointer(freshProjection(), 1, build)).rejects.toThrow(TypeError);
    });

    it('leave no pointer behind when they are dropped', async () => {
      const projection = freshProjection();
      const build = await create(projection);
      await store.switchPointer(projection, 1, build);

      await store.dropBuild(build);

      expect(await store.pointer(projection, 1)).toBeUndefined();
    });

    it('are all there when the store is opened again', async () => {
      if (!harness.reopen) return;
      const projection = freshProjection();
      const build = await create(projection);
      await write(store, build, [at('5', 'a', { n: 1 }), at('6', 'b')]);
      await store.switchPointer(projection, 1, build);

      store = await harness.reopen();

      expect(await store.pointer(projection, 1)).toBe(build);
      expect(await store.checkpoint(build)).toEqual(checkpointAt('6'));
      expect(await store.get(build, 'a')).toEqual({ n: 1 });
      expect((await store.load(build, ['b'])).get('b')).toEqual(at('6', 'b'));
    });
  });
}
