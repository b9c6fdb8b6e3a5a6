import type { BuildId, ParkedKey, ProcessInstance } from '#kernel/ports';
import type { MongoStores } from '#store-mongodb';
import { rejection } from '../conformance/harness.ts';
import { at, checkpointAt, freshBuild, write } from '../conformance/read-model-writing.ts';
import { frozenBefore } from './frozen-writer.ts';
import { installationOn, type Installation } from './installation.ts';
import { describeWithServer, serverUnderTest } from './server-under-test.ts';

const server = await serverUnderTest();

/** The writer holds the lease of epoch 5 and is frozen before one request after another; the successor holds 6. */
describeWithServer(server, 'a writer who is frozen inside a call, and wakes when another has taken over', () => {
  let installation: Installation;
  let writer: MongoStores;
  let successor: MongoStores;
  let projection: string;
  let live: BuildId;
  let other: BuildId;
  const begin = async (): Promise<void> => {
    installation = installationOn(server!.url);
    [writer, successor] = [await installation.open(), await installation.open()];
    live = await freshBuild(writer.readModels);
    projection = live.slice(0, live.indexOf('@'));
    other = await create(writer, 5);
    for (const build of [live, other]) {
      await write(writer.readModels, build, [at('1', 'a', { n: 1 })], { epoch: 5, park: [parked('p')] });
    }
    await writer.readModels.switchPointer(projection, 1, live, 5);
    await writer.work.takeOver(['process'], 5);
    await writer.work.save('process', [instance('a', '1')], checkpointAt('1'), 5);
  };
  const restart = async (): Promise<void> => {
    await installation.close();
    await begin();
  };
  beforeEach(begin);
  afterEach(() => installation.close());
  afterAll(() => server?.close());

  const create = (stores: MongoStores, epoch: number): Promise<BuildId> =>
    stores.readModels.createBuild({ projection, version: 1, indexes: [] }, epoch);
  const takeOver = (): Promise<void> => successor.readModels.takeOver([{ projection, version: 1 }], 6);

  it('lifts no parked key and moves no checkpoint', async () => {
    const retry = (): Promise<void> =>
      write(writer.readModels, live, [at('9', 'p', { n: 9 })], { epoch: 5, unpark: ['p'] });

    for await (const frozen of frozenBefore(retry, restart)) {
      await takeOver();
      const found = await successor.readModels.parked(live);
      const checkpoint = await successor.readModels.checkpoint(live);
      const refused = await frozen.outcome();

      expect(await successor.readModels.parked(live)).toEqual(found);
      expect(await successor.readModels.checkpoint(live)).toEqual(checkpoint);
      expect(refused).toMatchObject({ code: 'LEASE_LOST' });
    }
  });

  it('makes nothing answer that the successor has dropped, and nothing less than before', async () => {
    const switching = (): Promise<void> => writer.readModels.switchPointer(projection, 1, other, 5);

    for await (const frozen of frozenBefore(switching, restart)) {
      await takeOver();
      for (const info of await successor.readModels.builds(projection)) {
        if (!info.live) await successor.readModels.dropBuild(info.build, 6);
      }
      const pointed = await successor.readModels.pointer(projection, 1);
      await frozen.outcome();
      await successor.readModels.takeOver([{ projection, version: 1 }], 6);

      expect(await successor.readModels.pointer(projection, 1)).toBe(pointed);
      expect((await successor.readModels.builds(projection)).filter((info) => info.live)).toMatchObject([
        { build: pointed },
      ]);
    }
  });

  it.each([
    ['the build it switches to', false],
    ['that and the one before', true],
  ])('makes nothing answer that was dropped under the same lease: %s', async (_what, both) => {
    const switching = (): Promise<void> => writer.readModels.switchPointer(projection, 1, other, 5);
    const pointed = async (): Promise<unknown> =>
      (await installation.raw.readModels.collection('pointers').findOne({ build: { $exists: true } }))?.build;
    let turnedBack = false;

    for await (const frozen of frozenBefore(switching, restart)) {
      if (both) await successor.readModels.dropBuild(live, 5);
      await successor.readModels.dropBuild(other, 5);
      const left = await pointed();
      expect(left).not.toBe(other);
      expect(await frozen.outcome()).toMatchObject({ code: 'PROJECTION_UNKNOWN' });
      expect(await pointed()).toBe(left);
      turnedBack ||= left === live;
    }
    expect(turnedBack).toBe(!both);
  });

  it('drops nothing that the successor has found and made answer', async () => {
    const dropping = (): Promise<void> => writer.readModels.dropBuild(other, 5);

    for await (const frozen of frozenBefore(dropping, restart)) {
      await takeOver();
      const there = (await successor.readModels.builds(projection)).map(({ build }) => build);
      const answer = there.includes(other) ? other : live;
      await successor.readModels.switchPointer(projection, 1, answer, 6);
      await frozen.outcome();
      await successor.readModels.takeOver([{ projection, version: 1 }], 6);

      expect(await successor.readModels.pointer(projection, 1)).toBe(answer);
      expect(await successor.readModels.get(answer, 'a')).toEqual({ n: 1 });
    }
  });

  it('leaves no build that answers or is in the way', async () => {
    for await (const frozen of frozenBefore(() => create(writer, 5), restart)) {
      await takeOver();
      const late = await frozen.outcome();

      const pointed = await successor.readModels.pointer(projection, 1);
      expect(pointed).toBe(live);
      if (typeof late !== 'string') continue;
      const refused = await rejection(writer.readModels.switchPointer(projection, 1, late, 5));
      expect(refused).toMatchObject({ code: 'LEASE_LOST' });
      await successor.readModels.dropBuild(late, 6);
    }
  });

  it('saves no instance that the successor would see, nor a checkpoint', async () => {
    const saving = (): Promise<void> =>
      writer.work.save('process', [instance('a', '9'), instance('k', '9')], checkpointAt('9'), 5);

    for await (const frozen of frozenBefore(saving, restart)) {
      await successor.work.takeOver(['process'], 6);
      const found = await successor.work.load('process', ['a', 'k']);
      const checkpoint = await successor.work.checkpoint('process');
      await frozen.outcome();

      expect(await successor.work.load('process', ['a', 'k'])).toEqual(found);
      expect(await successor.work.checkpoint('process')).toEqual(checkpoint);
      if (!found.has('k')) {
        // It was folded from the log meanwhile, and stands before what came too late.
        await successor.work.save('process', [instance('k', '4')], checkpointAt('4'), 6);
        expect((await successor.work.load('process', ['k'])).get('k')).toEqual(instance('k', '4'));
        await successor.work.takeOver(['process'], 7);
        expect((await successor.work.load('process', ['k'])).get('k')).toEqual(instance('k', '4'));
      }
    }
  });

  it('parks no instance of the successor', async () => {
    const mark = { error: 'refused', since: '2026-03-01T09:30:00.000Z' };
    const parking = (): Promise<void> => writer.work.park('process', 'a', mark, 5);

    for await (const frozen of frozenBefore(parking, restart)) {
      await successor.work.takeOver(['process'], 6);
      const found = await successor.work.parked('process');
      await frozen.outcome();

      expect(await successor.work.parked('process')).toEqual(found);
    }
  });

  it('whose instance came too late and was never folded again is forgotten by the next', async () => {
    const saving = (): Promise<void> => writer.work.save('process', [instance('k', '9')], checkpointAt('9'), 5);

    for await (const frozen of frozenBefore(saving, restart)) {
      await successor.work.takeOver(['process'], 6);
      const found = await successor.work.load('process', ['k']);
      await frozen.outcome();
      await successor.work.takeOver(['process'], 7);

      expect(await successor.work.load('process', ['k'])).toEqual(found);
      const stored = await installation.raw.work.collection('instances').find({ key: 'k' }).toArray();
      expect(stored).toHaveLength(found.size);
    }
  });
});

function parked(key: string): ParkedKey {
  return { key, position: '1', after: '0', eventId: 'e', error: 'no', parkedAt: '2026-03-01T09:30:00Z' };
}

function instance(key: string, position: string): ProcessInstance {
  return { key, position, state: { step: 1 }, unsent: [], deadlines: [] };
}
