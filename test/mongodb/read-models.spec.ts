import { FindCursor, Long, type Document } from 'mongodb';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BuildId, ReadModelStore } from '#kernel/ports';
import { rejection } from '../conformance/harness.ts';
import { at, checkpointAt, freshBuild, freshProjection, write } from '../conformance/read-model-writing.ts';
import { commandsFromHereOn, monitored } from './commands.ts';
import { frozenBefore } from './frozen-writer.ts';
import { installationOn, type Installation } from './installation.ts';
import { describeWithServer, serverUnderTest } from './server-under-test.ts';

const server = await serverUnderTest();

describeWithServer(server, 'read models in MongoDB', () => {
  let installation: Installation;
  let here: ReadModelStore;
  let there: ReadModelStore;
  beforeEach(async () => {
    installation = installationOn(monitored(server!.url));
    [here, there] = [(await installation.open()).readModels, (await installation.open()).readModels];
  });
  afterEach(() => installation.close());
  afterAll(() => server?.close());

  const collectionOf = (build: BuildId) => installation.raw.readModels.collection<Document & { _id: string }>(build);
  const pointed = (build: BuildId): [string, number] => [build.slice(0, build.indexOf('@')), 1];

  describe('documents that others write at the same time', () => {
    it('give way to a later version, although they were inserted after the look at what is there', async () => {
      const build = await freshBuild(here);
      expect(await here.load(build, ['a', 'b'])).toEqual(new Map());
      await write(there, build, [at('5', 'a', { by: 'late writer' })]);

      await write(here, build, [at('9', 'a', { by: 'us' }), at('9', 'b', { by: 'us' })]);

      expect(await here.get(build, 'a')).toEqual({ by: 'us' });
      expect(await here.get(build, 'b')).toEqual({ by: 'us' });
    });

    it('stay when they are as late, and stop nobody', async () => {
      const build = await freshBuild(here);
      await write(there, build, [at('12', 'a', { by: 'them' })]);

      await write(here, build, [at('9', 'a', { by: 'us' }), at('9', 'b', { by: 'us' })]);

      expect(await here.get(build, 'a')).toEqual({ by: 'them' });
      expect(await here.get(build, 'b')).toEqual({ by: 'us' });
      expect(await here.checkpoint(build)).toEqual(checkpointAt('9'));
    });

    it('are refused under a key that the server would take for another, and leave what is there as it is', async () => {
      const build = await freshBuild(here);
      await write(here, build, [at('9', 'a\uFFFD', { n: 1 })]);

      for (const key of ['a\uD800', 'a\uD801', 'a\uDC00']) {
        await expect(write(here, build, [at('10', key, { n: 2 })])).rejects.toThrow(/half of a surrogate pair/);
        await expect(here.get(build, key)).rejects.toThrow(/half of a surrogate pair/);
        await expect(here.load(build, [key, 'b'])).rejects.toThrow(/half of a surrogate pair/);
      }

      expect(await collectionOf(build).distinct('_id')).toEqual(['a\uFFFD']);
      expect(await here.get(build, 'a\uFFFD')).toEqual({ n: 1 });
      expect(await here.checkpoint(build)).toEqual(checkpointAt('9'));
    });

    it('are inserted again when the server has lost them, as a failover may do', async () => {
      const build = await freshBuild(here);
      await write(here, build, [at('9', 'a', { n: 1 }), at('9', 'b', { n: 1 })]);
      await collectionOf(build).deleteOne({ _id: 'a' });

      await write(here, build, [at('10', 'a', { n: 2 }), at('10', 'b', { n: 2 })]);

      expect(await here.get(build, 'a')).toEqual({ n: 2 });
      expect(await here.get(build, 'b')).toEqual({ n: 2 });
    });

    it('are not passed over when an index other than that of the key holds a duplicate', async () => {
      const build = await freshBuild(here);
      await write(here, build, [at('1', 'a', { code: 7 })]);
      await collectionOf(build).createIndex({ 'document.code': 1 }, { unique: true }, undefined);

      expect(await rejection(write(here, build, [at('2', 'b', { code: 7 })]))).toMatchObject({ code: 11_000 });

      expect(await here.checkpoint(build)).toEqual(checkpointAt('1'));
    });

    it('were all written when the checkpoint of an interrupted batch was not, and are not written twice', async () => {
      const build = await freshBuild(here);
      const batch = [at('8', 'a', { n: 1 }), at('9', 'b', { n: 1 })];
      await write(there, build, batch);
      await installation.raw.readModels
        .collection<Document & { _id: string }>('builds')
        .updateOne({ _id: build }, { $unset: { checkpoint: 1 } });
      const before = await collectionOf(build).find().toArray();

      await write(here, build, batch);

      expect(await collectionOf(build).find().toArray()).toEqual(before);
      expect(await here.checkpoint(build)).toEqual(checkpointAt('9'));
    });
  });

  describe('a runner that wakes after its lease was taken over', () => {
    it('moves no checkpoint', async () => {
      const build = await freshBuild(here);
      await write(here, build, [at('1', 'a', { n: 1 })], { epoch: 5 });
      await write(there, build, [at('2', 'a', { n: 2 })], { epoch: 6 });

      const late = write(here, build, [], { epoch: 5, checkpoint: checkpointAt('9') });

      expect(await rejection(late)).toMatchObject({ code: 'LEASE_LOST' });
      expect(await there.checkpoint(build)).toEqual(checkpointAt('2'));
    });

    it('parks nothing', async () => {
      const build = await freshBuild(here);
      await write(here, build, [at('1', 'a', { n: 1 })], { epoch: 5 });
      await write(there, build, [at('2', 'a', { n: 2 })], { epoch: 6 });
      const parked = {
        key: 'a',
        position: '3',
        after: '2',
        eventId: 'e',
        error: 'no',
        parkedAt: '2026-03-01T09:30:00Z',
      };

      const late = write(here, build, [at('3', 'b', {})], { epoch: 5, park: [parked] });

      expect(await rejection(late)).toMatchObject({ code: 'LEASE_LOST' });
      expect(await there.parked(build)).toEqual([]);
    });

    it('leaves no documents of a build that was dropped meanwhile', async () => {
      const build = await freshBuild(here);
      await write(here, build, [at('1', 'a', { n: 1 })], { epoch: 5 });
      await there.dropBuild(build);

      const late = write(here, build, [at('2', 'a', { n: 2 })], { epoch: 5 });

      expect(await rejection(late)).toMatchObject({ code: 'PROJECTION_UNKNOWN' });
      expect(await installation.raw.readModels.listCollections({ name: build }).toArray()).toEqual([]);
    });
  });

  describe('positions', () => {
    it('are 64-bit integers, told apart where numbers of JavaScript are not', async () => {
      const build = await freshBuild(here);
      await write(here, build, [at('9007199254740992', 'a', { n: 1 })]);

      await write(there, build, [at('9007199254740993', 'a', { n: 2 })]);
      await write(there, build, [at('9007199254740992', 'a', { n: 3 }), at('9223372036854775807', 'b', {})]);

      expect((await here.load(build, ['a'])).get('a')).toEqual(at('9007199254740993', 'a', { n: 2 }));
      expect(await here.checkpoint(build)).toEqual(checkpointAt('9223372036854775807'));
      expect((await collectionOf(build).findOne({ _id: 'a' }))!.position).toEqual(Long.fromString('9007199254740993'));
    });
  });

  describe('batches', () => {
    it('are cut to what a server takes at once', async () => {
      const build = await freshBuild(here);
      const megabyte = 'x'.repeat(2 ** 20);
      const many = Array.from({ length: 2500 }, (_, index) => at('1', `many-${index}`, {}));
      const large = Array.from({ length: 20 }, (_, index) => at('1', `large-${index}`, { megabyte }));

      await write(here, build, [...many, ...large]);

      expect(await collectionOf(build).countDocuments()).toBe(2520);
    });

    it('that replace more documents than a server may have connections of its own are answered', async () => {
      const build = await freshBuild(here);
      const keys = Array.from({ length: 250 }, (_, index) => `key-${index}`);
      const batchOf = (n: number) => keys.map((key) => at(String(n), key, { n }));
      await write(here, build, batchOf(1));

      await write(here, build, batchOf(2));

      expect(await collectionOf(build).countDocuments({ 'document.n': 2 })).toBe(keys.length);
    });

    it('do not move the checkpoint past a document that is too large for a server', async () => {
      const build = await freshBuild(here);

      await rejection(write(here, build, [at('1', 'a', {}), at('2', 'b', { text: 'x'.repeat(17 * 2 ** 20) })]));

      expect(await here.checkpoint(build)).toBeUndefined();
    });
  });

  describe('builds', () => {
    it('that several processes make at once have different names', async () => {
      const projection = freshProjection();
      const create = (store: ReadModelStore) => store.createBuild({ projection, version: 1, indexes: [] });

      const builds = await Promise.all([here, there, here, there, here, there].map(create));

      expect(new Set(builds).size).toBe(6);
    });

    it('that another process drops are no answer with documents missing', async () => {
      const build = await freshBuild(here);
      await write(here, build, [at('1', 'a', {})]);
      expect(await there.find(build, { limit: 2 })).toHaveLength(1);

      await here.dropBuild(build);

      const reads = [there.get(build, 'a'), there.find(build, { limit: 2 }), there.load(build, ['a'])];
      for (const refused of await Promise.all(reads.map(rejection))) {
        expect(refused).toMatchObject({ code: 'PROJECTION_UNKNOWN' });
      }
    });

    it('leave nothing behind, also when a drop was interrupted or somebody wrote after it', async () => {
      const [kept, dropped] = [await freshBuild(here), await freshBuild(here)];
      await write(here, kept, [at('1', 'a', {})]);
      await here.dropBuild(dropped);
      await collectionOf(dropped).insertOne({ _id: 'a' });
      await collectionOf('never-made@v1.7').insertOne({ _id: 'a' });

      await installation.open();

      const left = (await installation.raw.readModels.listCollections().toArray()).map(({ name }) => name);
      expect(left.filter((name) => name.includes('@'))).toEqual([kept]);
    });

    it('stay when a store is opened that is shown the rows of before they were made, as a deposed primary has them', async () => {
      const build = await freshBuild(here);
      await write(here, build, [at('1', 'a', { n: 1 })]);
      const { commands, end } = commandsFromHereOn();
      const shown = showingNo('builds');

      await installation.open();

      shown.end();
      end();
      expect(shown.answers).toBeGreaterThan(0);
      expect(await here.get(build, 'a')).toEqual({ n: 1 });
      const looks = commands.filter(({ find, filter }) => find === 'builds' && (filter as Document)._id === build);
      expect(looks).toContainEqual(expect.objectContaining({ readConcern: { level: 'local' } }));
    });

    it('answer to other processes a moment after they are switched to', async () => {
      const old = await freshBuild(here);
      const [projection, version] = pointed(old);
      await here.switchPointer(projection, version, old);
      expect(await there.pointer(projection, version)).toBe(old);
      const next = await here.createBuild({ projection, version, indexes: [] });

      await here.switchPointer(projection, version, next);

      expect(await here.pointer(projection, version)).toBe(next);
      await until(async () => (await there.pointer(projection, version)) === next);
    });

    it('are told as they stand to the runner that takes over, whatever it was told before', async () => {
      const live = await freshBuild(here);
      const [projection, version] = pointed(live);
      await here.switchPointer(projection, version, live, 5);
      expect(await there.pointer(projection, version)).toBe(live);
      const next = await here.createBuild({ projection, version, indexes: [] }, 5);
      await here.switchPointer(projection, version, next, 5);

      await there.takeOver([{ projection, version }], 6);

      expect(await there.pointer(projection, version)).toBe(next);
    });

    it('that were replaced and dropped give way at once, although a reader had just been told of them', async () => {
      const old = await freshBuild(here);
      const [projection, version] = pointed(old);
      await here.switchPointer(projection, version, old);
      await there.pointer(projection, version);
      const next = await here.createBuild({ projection, version, indexes: [] });
      await here.switchPointer(projection, version, next);
      await here.dropBuild(old);

      expect(await rejection(there.get(old, 'a'))).toMatchObject({ code: 'PROJECTION_UNKNOWN' });

      expect(await there.pointer(projection, version)).toBe(next);
    });
  });

  const keysOf = async (build: BuildId): Promise<unknown[]> =>
    (await collectionOf(build).indexes()).map(({ key }) => Object.keys(key).join());

  describe('indexes, when they are declared anew', () => {
    const declared = [{ fields: ['since'] }, { fields: ['status'] }];

    it('are those, and any that somebody else has made, also when the store is opened again', async () => {
      const build = await freshBuild(here, ['region'], ['since'], ['kind']);
      await collectionOf(build).createIndex({ 'document.mine': 1 }, { name: 'mine' }, undefined);
      await collectionOf(build).dropIndex('document.kind_1__id_1');
      await collectionOf(build).createIndex({ 'document.kind': 1, _id: 1 }, { unique: true }, undefined);

      await here.declareIndexes(build, declared);

      const wanted = ['_id', 'document.since,_id', 'document.mine', 'document.kind,_id', 'document.status,_id'];
      expect((await keysOf(build)).sort()).toEqual(wanted.sort());
      await installation.open();
      expect((await keysOf(build)).sort()).toEqual(wanted);
    });

    it('leave nothing of a build that is dropped meanwhile', async () => {
      let build = await freshBuild(here, ['region']);
      const again = async (): Promise<void> => {
        build = await freshBuild(here, ['region']);
      };
      for await (const frozen of frozenBefore(() => here.declareIndexes(build, declared, 5), again)) {
        await there.dropBuild(build, 5);
        expect(await frozen.outcome()).toMatchObject({ code: 'PROJECTION_UNKNOWN' });
        expect(await installation.raw.readModels.listCollections({ name: build }).toArray()).toEqual([]);
      }
    });
  });

  describe('indexes, when a store is opened', () => {
    it('are made where they are missing', async () => {
      const build = await freshBuild(here, ['region', 'status'], ['since']);
      const [region] = (await collectionOf(build).indexes()).filter(({ name }) => name?.includes('region'));
      await collectionOf(build).dropIndex(region!.name!);
      expect(await keysOf(build)).not.toContain('document.region,document.status,_id');

      await installation.open();

      expect(await keysOf(build)).toEqual(
        expect.arrayContaining(['document.region,document.status,_id', 'document.since,_id']),
      );
    });

    it('are made anew where they differ, and left alone where nobody here asked for them', async () => {
      const build = await freshBuild(here, ['region']);
      const [region] = (await collectionOf(build).indexes()).filter(({ name }) => name?.includes('region'));
      await collectionOf(build).dropIndex(region!.name!);
      await collectionOf(build).createIndex(
        { 'document.region': 1, _id: 1 },
        { name: 'by-hand', unique: true },
        undefined,
      );
      await collectionOf(build).createIndex({ 'document.mine': 1 }, { name: 'mine' }, undefined);

      await installation.open();

      const indexes = await collectionOf(build).indexes();
      expect(indexes.filter(({ unique, name }) => unique && name !== '_id_')).toEqual([]);
      expect(await keysOf(build)).toEqual(expect.arrayContaining(['document.region,_id', 'document.mine']));
    });
  });
});

/** Waits until a condition holds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await nextTurn();
}

/** Answers every list of a collection with nothing, until the end. */
function showingNo(collection: string): { readonly answers: number; end: () => void } {
  const prototype = FindCursor.prototype as unknown as { toArray: () => Promise<unknown[]> };
  const { toArray } = prototype;
  const shown = { answers: 0, end: () => void (prototype.toArray = toArray) };
  prototype.toArray = async function (this: FindCursor) {
    if (this.namespace.collection !== collection) return toArray.call(this);
    shown.answers += 1;
    return [];
  };
  return shown;
}
