import { randomBytes } from 'node:crypto';
import { openClusteredStores, type Part } from '#composition';
import { readConfiguration, type Environment } from '#platform';
import { until } from '../e2e/support/until.ts';
import { freshPrefix } from '../eventstoredb/server-under-test.ts';
import { startTestEventStoreDb, type TestEventStoreDb } from '../eventstoredb/server.ts';
import { dropInstallation } from '../mongodb/mongo-harness.ts';
import { describeWithServer, serverUnderTest, type ServerUnderTest } from '../mongodb/server-under-test.ts';
import { expectProblem, TestServer } from './support/server.ts';

const given = await serverUnderTest();
const mongo = given?.freeze ? (given as Required<ServerUnderTest>) : undefined;
if (given && !mongo)
  console.warn('SKIPPED: a frozen MongoDB needs a server that the specs may stop: unset MONGODB_URL');

/** Longer than any specification: what answers while the log is frozen does not answer because a time was up. */
const FOR_EVER_MS = 3_600_000;
const PATIENT = { call: FOR_EVER_MS, persist: FOR_EVER_MS, idle: FOR_EVER_MS };

let log: TestEventStoreDb;
let installation: string;
let started: TestServer[];

beforeAll(async () => {
  log = await startTestEventStoreDb();
});
afterAll(async () => {
  await log.stop();
  await given?.close();
});
beforeEach(() => {
  installation = freshPrefix();
  started = [];
});
afterEach(async () => {
  log.thaw();
  for (const server of started) await server.close();
});

/** Starts a part of an installation on the log and, where it is named, on MongoDB; its first look has been answered. */
async function start(part: Part, shared: Environment): Promise<TestServer> {
  const environment = {
    ...shared,
    RETE_PUNTI_MODE: 'clustered',
    // Keep-alive would end what is not answered.
    RETE_PUNTI_EVENTSTOREDB: `${log.connectionString}&keepAliveInterval=-1`,
    RETE_PUNTI_INSTALLATION: installation,
  };
  const server = new TestServer();
  const { cluster } = readConfiguration(environment);
  const stores = await openClusteredStores(cluster!, server.directory, { timeouts: PATIENT });
  await server.start({ part, stores, environment: shared }, environment);
  started.push(server);
  return server;
}

function freshKey(): Environment {
  return { RETE_PUNTI_MASTER_KEY: randomBytes(32).toString('base64') };
}

async function healthy(server: TestServer): Promise<void> {
  await until(async () => (await server.call('GET', '/health')).status === 200 || undefined);
}

/** Expects that health is answered from what is known, with these parts not renewed. */
async function expectKnownOnly(server: TestServer, ...unanswered: readonly string[]): Promise<void> {
  const asked = await Promise.all([server.call('GET', '/health/ready'), server.call('GET', '/health')]);
  for (const [index, code] of (['NOT_READY', 'NOT_HEALTHY'] as const).entries()) {
    const { facts } = expectProblem(asked[index]!, 503, code);
    expect(facts).toMatchObject({
      projections: expect.arrayContaining([expect.objectContaining({ name: 'booths', state: 'live' })]),
      processes: expect.arrayContaining([expect.objectContaining({ name: 'reservation-sweeper' })]),
      unanswered: expect.arrayContaining(
        unanswered.map((name): unknown => expect.objectContaining({ name, lastAnswer: expect.any(String) })),
      ),
    });
  }
  expect((await server.call('GET', '/health/live')).status).toBe(200);
}

describe('a process of its own whose log is frozen', () => {
  it('answers all the same how it stands, from what it knows, and is well again when the log goes on', async () => {
    const server = await start('everything', freshKey());
    await healthy(server);
    log.freeze();

    await expectKnownOnly(server, 'log', 'projections', 'processes');
    expectProblem(await server.call('GET', '/status'), 503, 'STORE_UNAVAILABLE');

    log.thaw();
    await healthy(server);
    expect((await server.call('GET', '/status')).status).toBe(200);
  });
});

describeWithServer(mongo, 'processes that share stores', () => {
  let parts: readonly TestServer[];
  beforeEach(async () => {
    const shared = { ...freshKey(), RETE_PUNTI_MONGODB: mongo!.url };
    parts = [await start('worker', shared), await start('api', shared)];
    for (const part of parts) await healthy(part);
  });
  afterEach(async () => {
    mongo!.thaw();
    for (const server of started.splice(0)) await server.close();
    await dropInstallation(mongo!.url, installation);
  });

  it('answer how they stand, from what they know, while the log is frozen', async () => {
    log.freeze();

    for (const part of parts) {
      await expectKnownOnly(part, 'log', 'projections', 'processes');
      expectProblem(await part.call('GET', '/status'), 503, 'STORE_UNAVAILABLE');
    }

    log.thaw();
    for (const part of parts) await healthy(part);
  });

  it('answer how they stand, from what they know, while MongoDB is frozen', async () => {
    mongo!.freeze();

    for (const part of parts) await expectKnownOnly(part, 'processes');

    mongo!.thaw();
    for (const part of parts) await healthy(part);
  });

  it('answer how they stand, from what they know, while MongoDB is away', async () => {
    await mongo!.stop();

    for (const part of parts) await expectKnownOnly(part, 'processes');

    await mongo!.start();
    for (const part of parts) await healthy(part);
  });
});
