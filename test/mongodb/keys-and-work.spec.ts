import { randomBytes, randomUUID } from 'node:crypto';
import { BSON, type Document } from 'mongodb';
import type { ProcessInstance } from '#kernel/ports';
import type { MongoStores } from '#store-mongodb';
import { rejection } from '../conformance/harness.ts';
import { checkpointAt } from '../conformance/read-model-writing.ts';
import { installationOn, type Installation } from './installation.ts';
import { describeWithServer, serverUnderTest } from './server-under-test.ts';

const server = await serverUnderTest();

describeWithServer(server, 'MongoDB', () => {
  let installation: Installation;
  let here: MongoStores;
  let there: MongoStores;
  beforeEach(async () => {
    installation = installationOn(server!.url);
    [here, there] = [await installation.open(), await installation.open()];
  });
  afterEach(() => installation.close());
  afterAll(() => server?.close());

  describe('keys', () => {
    it('of an erased subject are in no document any more, nor is its pseudonym', async () => {
      const person = () => [randomBytes(32).toString('hex'), randomUUID(), randomBytes(60)] as const;
      const [erased, other] = [person(), person()];
      for (const [pseudonym, subject, key] of [erased, other]) await here.keys.addSubject(pseudonym, subject, key);

      await there.keys.erase(erased[1]);

      const bytes = await everyByte(installation);
      expect(bytes.includes(erased[0])).toBe(false);
      expect(bytes.includes(erased[2])).toBe(false);
      expect(bytes.includes(other[0])).toBe(true);
      expect(bytes.includes(other[2])).toBe(true);
    });

    it('of one person whom two processes add at once are one key', async () => {
      const pseudonym = randomBytes(32).toString('hex');
      const add = (stores: MongoStores) => stores.keys.addSubject(pseudonym, randomUUID(), randomBytes(60));

      const standing = await Promise.all([here, there, here, there].map(add));

      expect(new Set(standing).size).toBe(1);
      expect(await installation.raw.keys.collection('subjects').countDocuments()).toBe(1);
    });

    it('are not served when pseudonyms are no longer kept unique', async () => {
      const subjects = installation.raw.keys.collection('subjects');
      const [unique] = (await subjects.indexes()).filter(({ name }) => name?.includes('pseudonym'));
      await subjects.dropIndex(unique!.name!);
      await subjects.createIndex({ pseudonym: 1 });

      const refused = await rejection(installation.open());

      expect(refused).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('pseudonym') });
    });

    it('are not served over one pseudonym that two subjects have, where that was not kept unique', async () => {
      const subjects = installation.raw.keys.collection<{ _id: string }>('subjects');
      const [unique] = (await subjects.indexes()).filter(({ name }) => name?.includes('pseudonym'));
      await subjects.dropIndex(unique!.name!);
      await subjects.insertMany(['a', 'b'].map((_id) => ({ _id, pseudonym: 'same-for-both' })));

      const refused = await rejection(installation.open());

      expect(refused).toMatchObject({
        code: 'STORE_UNAVAILABLE',
        message: expect.stringMatching(/look for documents with the same pseudonym.*start again$/),
      });
      expect((refused as Error).message).not.toContain('same-for-both');
    });

    it('of the installation are the same for two processes that make them at once', async () => {
      const secret = (stores: MongoStores) => stores.keys.secret('pepper', async () => randomBytes(32));

      const [one, other] = await Promise.all([secret(here), secret(there)]);

      expect(one).toEqual(other);
    });
  });

  describe('the access log', () => {
    it('from before refusals stood in it is read on: what stands there are readings', async () => {
      const reading = {
        at: '2026-03-01T09:00:00.000Z',
        ...{ actorId: 'op', role: 'desk-operator', purpose: 'SPORTELLO', subject: 's', fields: ['name'] },
        resource: 'GET /sheet',
      };
      await installation.raw.work.collection<{ readonly _id: string }>('accesses').insertOne({ _id: 'a1', ...reading });

      const { accessLog } = await installation.open();
      expect(await accessLog.list({ resource: 'GET /sheet', limit: 10 })).toEqual([
        { ...reading, id: 'a1', outcome: 'READ' },
      ]);
    });

    it('has an index for every filter', async () => {
      const indexes = await installation.raw.work.collection('accesses').indexes();

      expect(indexes.map(({ key }) => Object.keys(key as object)[0])).toEqual(
        expect.arrayContaining(['subject', 'actorId', 'resource', 'at']),
      );
    });
  });

  describe('idempotency records', () => {
    it('of a version that noted no time are forgotten as if they had been made when that was first asked', async () => {
      await here.idempotency.make({ commandId: 'c', route: 'POST /', bodyHash: 'h', stream: 'Counter-1' });
      await installation.raw.work.collection('claims').updateMany({}, { $unset: { at: '' } });

      expect(await here.idempotency.forget(Date.now() - 60_000)).toBe(0);
      expect(await there.idempotency.forget(Date.now() + 60_000)).toBe(1);
    });
  });

  describe('work', () => {
    it('of one process is not that of all when its name is undefined', async () => {
      await here.work.save('process', [instance('a', '1')], checkpointAt('1'));

      expect(await rejection(here.work.reset(undefined as unknown as string))).toBeInstanceOf(TypeError);

      expect((await here.work.load('process', ['a'])).size).toBe(1);
    });

    const instance = (key: string, position: string, more: Partial<ProcessInstance> = {}): ProcessInstance => ({
      key,
      position,
      state: { step: 1 },
      unsent: [],
      deadlines: [],
      ...more,
    });
    const command = { commandId: 'c1', name: 'DoIt', data: {}, causationId: 'e', correlationId: 'c' };
    const stored = (): Promise<Document[]> => installation.raw.work.collection('instances').find().toArray();

    it('that is over is kept until the checkpoint has passed it', async () => {
      const over = instance('a', '12', { state: undefined, unsent: [command] });
      await here.work.save('process', [over], checkpointAt('10'));
      await here.work.settle('process', [{ key: 'a', commandId: 'c1' }]);
      await here.work.save('process', [], checkpointAt('11'));
      expect(await stored()).toHaveLength(1);
      expect(await here.work.unsent('process', 10)).toEqual([]);

      await there.work.save('process', [], checkpointAt('12'));

      expect(await stored()).toEqual([]);
    });

    it('that is over as soon as it began is not stored at all', async () => {
      await here.work.save('process', [instance('a', '12', { state: undefined })], checkpointAt('12'));

      expect(await stored()).toEqual([]);
    });

    it('of an instance is one document, so that state, unsent commands and deadlines change together', async () => {
      const deadlines = [{ id: 'hold', dueAt: 1000, command }];
      const first = instance('a', '1', { unsent: [command], deadlines });
      await here.work.save('process', [first], checkpointAt('1'));
      const second = instance('a', '2', { state: { step: 2 } });

      // Interrupted between the instance and the checkpoint: what a process that dies there leaves.
      await there.work.save('process', [second], checkpointAt('1'));

      expect(await stored()).toHaveLength(1);
      expect((await here.work.load('process', ['a'])).get('a')).toEqual(second);
      expect(await here.work.unsent('process', 10)).toEqual([]);
      expect(await here.work.nextDue('process')).toBeUndefined();
      await here.work.save('process', [instance('a', '1')], checkpointAt('2'));
      expect((await here.work.load('process', ['a'])).get('a')).toEqual(second);
    });

    it('of a runner whose lease was taken over in another process is refused', async () => {
      await here.work.save('process', [instance('a', '1')], checkpointAt('1'), 5);
      await there.work.save('process', [instance('a', '2')], checkpointAt('2'), 6);

      for (const instances of [[instance('a', '9')], []]) {
        const late = here.work.save('process', instances, checkpointAt('9'), 5);
        expect(await rejection(late)).toMatchObject({ code: 'LEASE_LOST' });
      }

      expect((await there.work.load('process', ['a'])).get('a')).toEqual(instance('a', '2'));
      expect(await there.work.checkpoint('process')).toEqual(checkpointAt('2'));
    });
  });
});

/** Every document of the database of keys, as the server gives it. */
async function everyByte({ raw }: Installation): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (const { name } of await raw.keys.listCollections().toArray()) {
    for (const document of await raw.keys.collection(name).find().toArray()) parts.push(BSON.serialize(document));
  }
  return Buffer.concat(parts);
}
