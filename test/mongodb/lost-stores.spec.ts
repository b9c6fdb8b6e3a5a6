import { randomBytes } from 'node:crypto';
import type { Document } from 'mongodb';
import { MemoryAccessLog, MemoryEventStore, MemoryReadModelStore, MemoryWorkStore } from '#store-memory';
import type { MongoStores } from '#store-mongodb';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { TestServer } from '../http/support/server.ts';
import { installationOn, type Installation } from './installation.ts';
import { describeWithServer, serverUnderTest } from './server-under-test.ts';

const mongo = await serverUnderTest();
const BOOTHS = '/rest/booths/v1/booths';
const SUBJECTS = '/rest/privacy/v1/subjects';
const LONGEST_MS = 180_000;

describeWithServer(mongo, 'a cluster whose log has events', () => {
  const environment = { RETE_PUNTI_MASTER_KEY: randomBytes(32).toString('base64') };
  let installation: Installation;
  let eventStore: MemoryEventStore;
  let stores: MongoStores;
  const started: TestServer[] = [];

  beforeEach(async () => {
    installation = installationOn(mongo!.url);
    eventStore = new MemoryEventStore();
    stores = await installation.open();
  });
  afterEach(async () => {
    for (const server of started.splice(0)) await server.close();
    await installation.close();
  });
  afterAll(() => mongo?.close());

  /** Everything that works behind the answers is in MongoDB; the log, which is put in its place, outlives a process. */
  async function start(): Promise<TestServer> {
    const { keys, leases, idempotency, heldWork } = stores;
    const clustered = {
      ...{ RETE_PUNTI_MODE: 'clustered', RETE_PUNTI_EVENTSTOREDB: 'esdb://127.0.0.1:1' },
      ...{ RETE_PUNTI_MONGODB: mongo!.url, RETE_PUNTI_LEASE_SECONDS: '1' },
    };
    const server = await TestServer.start(
      {
        environment,
        stores: {
          ...{ eventStore, readModels: new MemoryReadModelStore(), work: new MemoryWorkStore() },
          ...{ accessLog: new MemoryAccessLog(), keys, leases, holdsWork: () => heldWork.any() },
          close: () => idempotency.close(),
        },
      },
      clustered,
    );
    started.push(server);
    return server;
  }

  async function writeSomething(): Promise<void> {
    const server = await start();
    const token = await server.token();
    expect(
      (
        await server.call('POST', BOOTHS, {
          token,
          body: { region: '08', opening: { from: '2026-03-02', capacity: 2 } },
        })
      ).status,
    ).toBe(201);
    await server.stop();
  }

  it(
    'is refused while its keys are empty, and says what to restore',
    async () => {
      await writeSomething();
      await installation.raw.keys.dropDatabase();
      stores = await installation.open();

      await expect(start()).rejects.toMatchObject({
        code: 'STORE_LOST',
        message: /-keys holds nothing.*accept-loss keys/s,
      });
      await expect(start()).rejects.toMatchObject({ code: 'STORE_LOST' });
    },
    LONGEST_MS,
  );

  it(
    'is refused while its work is empty, until the loss is accepted',
    async () => {
      await writeSomething();
      await installation.raw.work.dropDatabase();
      stores = await installation.open();
      await expect(start()).rejects.toMatchObject({
        code: 'STORE_LOST',
        message: /-work holds nothing.*accept-loss work/s,
      });

      await stores.heldWork.acceptLoss();
      await start();
    },
    LONGEST_MS,
  );

  it(
    'is refused while its keys are older than the log, and goes on with the newer ones',
    async () => {
      const { keys } = installation.raw;
      const [older, newer] = [await afterRegistering(1), await afterRegistering(2)];

      await keys.dropDatabase();
      await putBack(older);
      for (let times = 0; times < 2; times += 1) {
        await expect(start()).rejects.toMatchObject({
          code: 'STORE_LOST',
          message: expect.stringMatching(/-keys is older than the log: 1 person .*accept-loss keys/s),
          facts: { store: 'keys', persons: 1 },
        });
      }
      await keys.dropDatabase();
      await putBack(newer);
      await start();
    },
    LONGEST_MS,
  );

  /** @returns the database of the keys as it is then, to be put back */
  async function afterRegistering(person: number): Promise<ReadonlyMap<string, readonly Document[]>> {
    const server = await start();
    const { fiscalCode } = fictitiousPerson(person);
    const registered = await server.call('POST', SUBJECTS, { token: await server.token(), body: { fiscalCode } });
    expect(registered.status).toBe(200);
    await server.stop();
    const copy = new Map<string, readonly Document[]>();
    for (const { collectionName } of await installation.raw.keys.collections()) {
      copy.set(collectionName, await installation.raw.keys.collection(collectionName).find().toArray());
    }
    return copy;
  }

  async function putBack(copy: ReadonlyMap<string, readonly Document[]>): Promise<void> {
    for (const [name, documents] of copy) {
      if (documents.length > 0) await installation.raw.keys.collection(name).insertMany([...documents]);
    }
    stores = await installation.open();
  }
});
