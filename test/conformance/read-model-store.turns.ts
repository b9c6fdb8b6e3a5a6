import type { ParkedKey, ReadModelStore } from '#kernel/ports';
import { rejection, type MakeHarness, type StoreHarness } from './harness.ts';
import { at, checkpointAt, freshProjection, write } from './read-model-writing.ts';

/** Rules of writers who take turns by lease: the one that takes over keeps the one before out, wherever it stands. */
export function describeTurns(makeHarness: MakeHarness<ReadModelStore>): void {
  describe('a store that was taken over', () => {
    let harness: StoreHarness<ReadModelStore>;
    let store: ReadModelStore;
    let projection: string;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    beforeEach(() => {
      projection = freshProjection();
    });
    afterAll(() => harness.close());

    const create = (epoch?: number, version = 1): Promise<string> =>
      store.createBuild({ projection, version, indexes: [] }, epoch);
    const takeOver = (epoch: number): Promise<void> => store.takeOver([{ projection, version: 1 }], epoch);
    const refusals = async (calls: readonly Promise<unknown>[]): Promise<unknown[]> =>
      (await Promise.all(calls.map(rejection))).map((error) => (error as { code: unknown }).code);
    const parked: ParkedKey = {
      key: 'a.$b/c',
      position: '1',
      after: '0',
      eventId: 'e',
      error: 'no',
      parkedAt: '2026-03-01T09:30:00Z',
    };

    it('refuses whatever an older writer does to the builds that are there', async () => {
      const [live, other] = [await create(5), await create(5)];
      await write(store, live, [at('1', 'a', {})], { epoch: 5, park: [parked] });
      await write(store, other, [at('1', 'a', {})], { epoch: 5 });
      await store.switchPointer(projection, 1, live, 5);

      await takeOver(6);

      const calls = [
        write(store, live, [], { epoch: 5, checkpoint: checkpointAt('9') }),
        write(store, live, [], { epoch: 5, checkpoint: checkpointAt('1'), unpark: [parked.key] }),
        write(store, other, [], { epoch: 5, checkpoint: checkpointAt('9') }),
        store.switchPointer(projection, 1, other, 5),
        store.dropBuild(live, 5),
        store.dropBuild(other, 5),
        create(5),
        takeOver(5),
      ];
      expect(await refusals(calls)).toEqual(calls.map(() => 'LEASE_LOST'));
      expect(await store.pointer(projection, 1)).toBe(live);
      expect((await store.builds(projection)).map(({ build }) => build)).toEqual([live, other]);
      expect(await store.checkpoint(live)).toEqual(checkpointAt('1'));
      expect(await store.parked(live)).toEqual([parked]);
    });

    it('lets the one that took over do all of that, also when it does it again', async () => {
      const [live, other] = [await create(5), await create(5)];
      await store.switchPointer(projection, 1, live, 5);
      await takeOver(6);
      await takeOver(6);

      await write(store, live, [at('2', 'a', {})], { epoch: 6, park: [parked] });
      await write(store, live, [], { epoch: 6, checkpoint: checkpointAt('2'), unpark: [parked.key] });
      const next = await create(6);
      await write(store, next, [at('2', 'a', {})], { epoch: 6 });
      await store.switchPointer(projection, 1, next, 6);
      await store.dropBuild(other, 6);
      await store.dropBuild(live, 6);

      expect(await store.pointer(projection, 1)).toBe(next);
      expect((await store.builds(projection)).map(({ build }) => build)).toEqual([next]);
    });

    it('refuses an older writer although there was no build yet', async () => {
      await takeOver(6);

      expect(await refusals([create(5)])).toEqual(['LEASE_LOST']);
      const late = await create();
      expect(await refusals([store.switchPointer(projection, 1, late, 5)])).toEqual(['LEASE_LOST']);
      expect(await store.pointer(projection, 1)).toBeUndefined();
    });

    it('refuses an older writer in builds that the new one has made', async () => {
      await takeOver(6);
      const build = await create(6);

      const calls = [
        write(store, build, [], { epoch: 5, checkpoint: checkpointAt('9') }),
        store.dropBuild(build, 5),
        store.switchPointer(projection, 1, build, 5),
      ];

      expect(await refusals(calls)).toEqual(calls.map(() => 'LEASE_LOST'));
      expect((await store.builds(projection)).map(({ checkpoint }) => checkpoint)).toEqual([undefined]);
    });

    it('is left alone in other schema versions and projections', async () => {
      const [newer, other] = [await create(5, 2), await store.createBuild(definitionOf(freshProjection()), 5)];

      await takeOver(6);

      for (const build of [newer, other]) await write(store, build, [at('2', 'a', {})], { epoch: 5 });
      await store.switchPointer(projection, 2, newer, 5);
      await store.dropBuild(other, 5);
      expect(await store.pointer(projection, 2)).toBe(newer);
    });
  });
}

function definitionOf(projection: string): { projection: string; version: number; indexes: [] } {
  return { projection, version: 1, indexes: [] };
}
