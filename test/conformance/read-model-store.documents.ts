import type { ParkedKey, ReadModelStore, StoredDocument } from '#kernel/ports';
import { rejection, type MakeHarness, type StoreHarness } from './harness.ts';
import { at, checkpointAt, freshBuild, write } from './read-model-writing.ts';

/** Rules of writing: guarded by position, with the checkpoint, fenced by the epoch. */
export function describeDocuments(makeHarness: MakeHarness<ReadModelStore>): void {
  describe('documents', () => {
    let harness: StoreHarness<ReadModelStore>;
    let store: ReadModelStore;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    const parkedAt = (position: string, key: string): ParkedKey => ({
      key,
      position,
      after: String(BigInt(position) - 1n),
      eventId: `event-${position}`,
      error: 'no such slot',
      parkedAt: '2026-03-01T09:30:00.000Z',
    });

    it('come back as they were written', async () => {
      const build = await freshBuild(store);
      const document = { città: 'Forlì 🏛️', list: [1, 'two', null, { three: [] }], flag: false, 'a.b': 1 };

      await write(store, build, [at('7', 'point/è', document)]);

      expect(await store.get(build, 'point/è')).toEqual(document);
      expect(await store.load(build, ['point/è', 'absent'])).toEqual(
        new Map([['point/è', at('7', 'point/è', document)]]),
      );
    });

    it.each<[string, unknown, unknown]>([
      ['halves of surrogate pairs', { 'name \uD83C': 'a \uDFDB b', list: ['\uD83C', 1] }, undefined],
      ['a minus before zero, which JSON has not', { n: -0, list: [-0, 1] }, { n: 0, list: [0, 1] }],
      ['what is undefined, which JSON has not', { n: undefined, m: 1, list: [undefined] }, { m: 1, list: [null] }],
      ['numbers that are none', { n: Number.NaN, m: Infinity }, { n: null, m: null }],
    ])('come back from every store alike: %s', async (_what, document, asJson = document) => {
      const build = await freshBuild(store);

      await write(store, build, [at('7', 'a', document)]);

      const read = await store.get<object>(build, 'a');
      // toStrictEqual tells an absent field from an undefined one, and 0 from -0.
      expect(read).toStrictEqual(asJson);
    });

    it('are absent before they are written', async () => {
      const build = await freshBuild(store);

      expect(await store.get(build, 'a')).toBeUndefined();
      expect(await store.load(build, ['a', 'b'])).toEqual(new Map());
      expect(await store.checkpoint(build)).toBeUndefined();
    });

    it('are there once they are written, also for whoever has asked for them before', async () => {
      const build = await freshBuild(store);
      await store.get(build, 'a');
      await store.load(build, ['a', 'b']);
      await write(store, build, [at('7', 'a', { n: 1 })]);

      expect(await store.get(build, 'a')).toEqual({ n: 1 });
      expect([...(await store.load(build, ['a', 'b'])).keys()]).toEqual(['a']);
    });

    it('are replaced from a later position', async () => {
      const build = await freshBuild(store);
      await write(store, build, [at('9', 'a', { n: 1 })]);

      await write(store, build, [at('10', 'a', { n: 2 })]);

      expect((await store.load(build, ['a'])).get('a')).toEqual(at('10', 'a', { n: 2 }));
    });

    it.each(['9', '10'])('are not replaced from an earlier or the same position (%s)', async (position) => {
      const build = await freshBuild(store);
      await write(store, build, [at('10', 'a', { n: 1 })]);

      await write(store, build, [at(position, 'a', { n: 2 }), at(position, 'b', { n: 2 })]);

      expect((await store.load(build, ['a'])).get('a')).toEqual(at('10', 'a', { n: 1 }));
      expect(await store.get(build, 'b')).toEqual({ n: 2 });
    });

    it('are deleted from a later position only, leaving a tombstone', async () => {
      const build = await freshBuild(store);
      await write(store, build, [at('10', 'a', { n: 1 }), at('10', 'b', { n: 1 })]);

      await write(store, build, [at('9', 'a'), at('11', 'b')]);

      expect(await store.get(build, 'a')).toEqual({ n: 1 });
      expect(await store.get(build, 'b')).toBeUndefined();
      expect((await store.load(build, ['b'])).get('b')).toEqual(at('11', 'b'));
      expect((await store.find(build, { limit: 10 })).map(({ key }) => key)).toEqual(['a']);
    });

    it('do not come back from before their tombstone, but do from after it', async () => {
      const build = await freshBuild(store);
      await write(store, build, [at('10', 'a')]);

      await write(store, build, [at('9', 'a', { n: 1 })]);
      expect(await store.get(build, 'a')).toBeUndefined();

      await write(store, build, [at('11', 'a', { n: 2 })]);
      expect(await store.get(build, 'a')).toEqual({ n: 2 });
    });

    it('are written together with the checkpoint, of several builds in one call', async () => {
      const [one, other] = [await freshBuild(store), await freshBuild(store)];

      await store.commit([
        { build: one, documents: [at('3', 'a', { n: 1 })], checkpoint: checkpointAt('5') },
        { build: other, documents: [], checkpoint: { ...checkpointAt('6'), incompleteSince: '4' } },
      ]);

      expect(await store.get(one, 'a')).toEqual({ n: 1 });
      expect(await store.checkpoint(one)).toEqual(checkpointAt('5'));
      expect(await store.checkpoint(other)).toEqual({ ...checkpointAt('6'), incompleteSince: '4' });
    });

    it('are listed by key in the order of UTF-8 bytes, tombstones included', async () => {
      const build = await freshBuild(store);
      // U+FF5E sorts before U+1F3DB by bytes, and after it by UTF-16 units.
      const keys = ['', 'A', 'Z', 'a', 'a/1', 'b', 'é', '～', '🏛'];
      const shuffled = [...keys].reverse();
      await write(
        store,
        build,
        shuffled.map((key, index) => at(String(index + 1), key, key === 'Z' ? undefined : { key })),
      );

      const listed: StoredDocument[] = [];
      for await (const document of store.documents(build)) listed.push(document);

      expect(listed.map(({ key }) => key)).toEqual(keys);
      expect(listed.find(({ key }) => key === 'Z')!.document).toBeUndefined();
      expect(listed.find(({ key }) => key === 'b')).toEqual(at('4', 'b', { key: 'b' }));
    });

    it('are all listed, however many', async () => {
      const build = await freshBuild(store);
      const keys = Array.from({ length: 1234 }, (_, index) => `k${String(index).padStart(5, '0')}`);
      await write(
        store,
        build,
        keys.map((key) => at('1', key, {})),
      );

      const listed: string[] = [];
      for await (const { key } of store.documents(build)) listed.push(key);

      expect(listed).toEqual(keys);
    });

    it('whose fold failed are parked with the checkpoint, until that is lifted', async () => {
      const build = await freshBuild(store);
      await write(store, build, [at('8', 'a', {})], { park: [parkedAt('9', 'b'), parkedAt('8', 'c')] });
      expect(await store.parked(build)).toEqual([parkedAt('8', 'c'), parkedAt('9', 'b')]);

      await write(store, build, [at('9', 'b', {})], { unpark: ['b', 'never-parked'], park: [parkedAt('10', 'a')] });

      expect(await store.parked(build)).toEqual([parkedAt('8', 'c'), parkedAt('10', 'a')]);
    });

    it('parked again, after a retry that failed, tell of the later failure', async () => {
      const build = await freshBuild(store);
      await write(store, build, [at('8', 'a', {})], { park: [parkedAt('9', 'b')] });

      await write(store, build, [at('9', 'c', {})], { unpark: ['b'], park: [parkedAt('12', 'b')] });

      expect(await store.parked(build)).toEqual([parkedAt('12', 'b')]);
    });

    it('parked in one build are not in another', async () => {
      const [one, other] = [await freshBuild(store), await freshBuild(store)];
      await write(store, one, [at('8', 'a', {})], { park: [parkedAt('9', 'b')] });

      await write(store, other, [at('8', 'a', {})], { unpark: ['b'] });

      expect(await store.parked(one)).toHaveLength(1);
      expect(await store.parked(other)).toEqual([]);
    });

    it('of a writer whose lease was taken over are refused, with everything else of the call', async () => {
      const [one, other] = [await freshBuild(store), await freshBuild(store)];
      await write(store, one, [at('1', 'a', { n: 1 })], { epoch: 4 });
      await write(store, one, [at('2', 'a', { n: 2 })], { epoch: 4 });
      await write(store, one, [at('3', 'a', { n: 3 })], { epoch: 6 });

      const refused = await rejection(
        store.commit([
          { build: one, documents: [at('9', 'a', { n: 9 })], checkpoint: checkpointAt('9'), epoch: 5 },
          { build: other, documents: [], checkpoint: checkpointAt('9'), epoch: 5 },
        ]),
      );

      expect(refused).toMatchObject({ code: 'LEASE_LOST' });
      expect(await store.get(one, 'a')).toEqual({ n: 3 });
      expect(await store.checkpoint(one)).toEqual(checkpointAt('3'));
    });

    it('of a writer without a lease are written beside those of one that has it', async () => {
      const build = await freshBuild(store);
      await write(store, build, [at('1', 'a', { n: 1 })], { epoch: 4 });

      await write(store, build, [at('2', 'a', { n: 2 })]);

      expect(await store.get(build, 'a')).toEqual({ n: 2 });
      expect(await rejection(write(store, build, [at('3', 'a', {})], { epoch: 3 }))).toMatchObject({
        code: 'LEASE_LOST',
      });
    });
  });
}
