import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { START } from '#kernel/domain';
import { openEventStoreDb, type EventStoreDbEventStore } from '#store-eventstoredb';
import { MemoryIdempotencyStore } from '#store-memory';
import { rejection } from '../conformance/harness.ts';
import { temporaryDirectory } from '../e2e/support/application.ts';
import { until } from '../e2e/support/until.ts';
import { startTestEventStoreDb, type TestEventStoreDb } from '../eventstoredb/server.ts';
import { expectProblem, TestServer } from './support/server.ts';

const BOOTHS = '/rest/booths/v1/booths';
const GOOD = { region: '08', opening: { from: '2026-03-02', capacity: 2 } };

describe('a server over a log in EventStoreDB', () => {
  let directory: string;
  let logServer: TestEventStoreDb;
  let server: TestServer;
  let token: string;
  beforeEach(async () => {
    directory = temporaryDirectory();
    logServer = await startTestEventStoreDb({ file: join(directory, 'log') });
    server = await TestServer.start(
      {},
      { RETE_PUNTI_MODE: 'clustered', RETE_PUNTI_EVENTSTOREDB: logServer.connectionString },
    );
    token = await server.token();
  });
  afterEach(async () => {
    await server.close();
    await logServer.stop();
    rmSync(directory, { recursive: true });
  });

  const open = (key = randomUUID()) => server.call('POST', BOOTHS, { token, key, body: GOOD });

  /** The log as somebody finds it who looks only. */
  async function looking<T>(look: (store: EventStoreDbEventStore) => Promise<T>): Promise<T> {
    const { connectionString } = logServer;
    const claims = new MemoryIdempotencyStore();
    const store = await until(() =>
      openEventStoreDb({ connectionString, prefix: 'rete-punti', idempotency: claims, readOnly: true }).catch(
        () => undefined,
      ),
    );
    try {
      return await look(store);
    } finally {
      await store.close();
    }
  }

  async function eventsIn(store: EventStoreDbEventStore): Promise<number> {
    let events = 0;
    for await (const batch of store.readLog({ after: START })) events += batch.events.length;
    return events;
  }

  async function expectRefusing(): Promise<void> {
    for (const path of ['/health', '/health/ready']) expectProblem(await server.call('GET', path), 503, 'LOG_CHANGED');
    expectProblem(await server.call('GET', BOOTHS, { token }), 503, 'LOG_CHANGED');
    expect((await server.call('GET', '/health/live')).status).toBe(200);
  }

  it('carries nothing out once an older copy was put back, though that has the same identity', async () => {
    expect((await open()).status).toBe(201);
    const putBack = logServer.backUp();
    const key = randomUUID();
    expect((await open(key)).status).toBe(201);
    await putBack();

    const answers = [await open(), await open(key), await open()];
    for (const answer of answers) expectProblem(answer, 503, 'LOG_CHANGED');
    await expectRefusing();
    expect(await looking(eventsIn)).toBe(1);
  });

  it('gives no identity to a server that came back without its log, writes nothing to it, and answers no repeat', async () => {
    const key = randomUUID();
    expect((await open(key)).status).toBe(201);
    await logServer.restart({ keepData: false });

    for (const answer of [await open(key), await open()]) expectProblem(answer, 503, 'LOG_CHANGED');
    await expectRefusing();
    expect(await looking(eventsIn)).toBe(0);
    expect(await looking((store) => rejection(store.logId()))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('goes on when the log is the same after the server was away', async () => {
    const key = randomUUID();
    const { body } = await open(key);
    await logServer.restart();

    const again = await until(async () => {
      const answer = await open(key);
      return answer.status === 503 ? undefined : answer;
    });
    expect(again.body).toEqual(body);
    await until(async () => (await server.call('GET', '/health')).status === 200 || undefined);
  });
});
