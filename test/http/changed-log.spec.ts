import { randomUUID } from 'node:crypto';
import { acceptRestoredLog, type Stores } from '#composition';
import {
  MemoryAccessLog,
  MemoryEventStore,
  MemoryKeyStore,
  MemoryReadModelStore,
  MemoryWorkStore,
} from '#store-memory';
import type { CommandAnswer } from '#platform';
import { until } from '../e2e/support/until.ts';
import { expectProblem, TestServer } from './support/server.ts';

const BOOTHS = '/rest/booths/v1/booths';
const GOOD = { region: '08', opening: { from: '2026-03-02', capacity: 2 } };
/** What does not rest on the log, and what tells of it. */
const ALWAYS = ['/status', '/health', '/health/live', '/health/ready', '/.well-known/jwks.json'];

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** Stores that outlive the process, as servers would. */
class LastingStores {
  readonly eventStore = new MemoryEventStore();
  readonly readModels = new MemoryReadModelStore();
  readonly work = new MemoryWorkStore();
  readonly accessLog = new MemoryAccessLog();
  readonly keys = new MemoryKeyStore();

  open(): Stores {
    const { eventStore, readModels, work, accessLog, keys } = this;
    return { eventStore, readModels, work, accessLog, keys, close: async () => undefined };
  }
}

describe('a server whose log was put back under it', () => {
  let stores: LastingStores;
  let server: TestServer;
  let token: string;
  beforeEach(async () => {
    stores = new LastingStores();
    server = await TestServer.start({ stores: stores.open() });
    token = await server.token();
  });
  afterEach(() => server.close());

  const open = (key = randomUUID()) => server.call('POST', BOOTHS, { token, key, body: GOOD });

  /** An older copy, under the identity that it always had. */
  async function putBackOlder(): Promise<void> {
    const putBack = stores.eventStore.copy();
    expect((await open()).status).toBe(201);
    putBack();
    expectProblem(await open(), 503, 'LOG_CHANGED');
  }

  it('refuses every command and every query, says what to do, and writes nothing more', async () => {
    const { paths } = (await server.call('GET', '/docs/openapi.json')).body as OpenApi;
    await putBackOlder();
    const head = await stores.eventStore.head();

    const asked = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, '1')] as const),
    );
    const resting = asked.filter(([, path]) => !ALWAYS.includes(path));
    expect(resting.length).toBeGreaterThan(30);
    for (const [method, path] of resting) {
      const answer = await server.call(method, path, { token, ...(method === 'POST' ? { body: {} } : {}) });
      const { detail } = expectProblem(answer, 503, 'LOG_CHANGED');
      expect(detail).toContain('rete-punti accept-restore');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(await stores.eventStore.head()).toBe(head);
  });

  it('is alive and not ready, until it is started again', async () => {
    await putBackOlder();

    for (const path of ['/health', '/health/ready', '/status']) {
      expectProblem(await server.call('GET', path), 503, 'LOG_CHANGED');
    }
    expect((await server.call('GET', '/health/live')).status).toBe(200);
    expect((await server.call('GET', '/.well-known/jwks.json')).status).toBe(200);
  });

  it('notices by itself, when nobody asks anything', async () => {
    await open();
    const putBack = stores.eventStore.copy();
    const { position } = (await open()).body as CommandAnswer;
    putBack();

    await until(async () => (await server.call('GET', '/health/ready')).body.code === 'LOG_CHANGED' || undefined);
    const query = await server.call('GET', `${BOOTHS}?minPosition=${position}`, { token });
    expectProblem(query, 503, 'LOG_CHANGED');
  });

  it('is not started again before that is accepted, and then carries a repeated request out once', async () => {
    const putBack = stores.eventStore.copy();
    const key = randomUUID();
    const first = (await open(key)).body as CommandAnswer;
    await server.call('GET', `${BOOTHS}/${first.id}?minPosition=${first.position}`, { token });
    putBack();
    expectProblem(await open(key), 503, 'LOG_CHANGED');
    await server.stop();
    await expect(server.start({ stores: stores.open() })).rejects.toMatchObject({ code: 'LOG_REPLACED' });

    const logId = await acceptRestoredLog(stores.open());
    await server.start({ stores: stores.open() });

    const again = [(await open(key)).body, (await open(key)).body] as CommandAnswer[];
    expect(again.map(({ id }) => id)).toEqual([first.id, first.id]);
    expect(again[1]).toEqual(again[0]);
    expect(again[0]?.logId).toBe(logId);
    expect(await server.events()).toBe(1);
  });
});

describe('a server of whose log somebody removed events', () => {
  it('refuses what they were about, names the stream in its health, and goes on with the rest', async () => {
    const stores = new LastingStores();
    const server = await TestServer.start({ stores: stores.open() });
    try {
      const token = await server.token();
      const { id } = (await server.call('POST', BOOTHS, { token, body: GOOD })).body as CommandAnswer;
      stores.eventStore.hide(`Booth-${id}`, 1);
      // What a process has just read it does not read again.
      server.ahead += 2_000;

      const refused = await server.call('POST', `${BOOTHS}/${id}/closure`, { token, body: {} });
      const { facts } = expectProblem(refused, 409, 'STREAM_DELETED');
      expect(facts).toEqual({ stream: `Booth-${id}` });
      const health = expectProblem(await server.call('GET', '/health'), 503, 'NOT_HEALTHY');
      expect(health.facts).toMatchObject({ removedStreams: [`Booth-${id}`] });
      expect((await server.call('GET', '/health/ready')).status).toBe(200);
      expect((await server.call('POST', BOOTHS, { token, body: GOOD })).status).toBe(201);
    } finally {
      await server.close();
    }
  });
});
