import { Type } from '@sinclair/typebox';
import { defineEvent, defineProjection, when } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { EventRegistry, ProjectionReader, ProjectionRunner } from '#kernel/execution';
import { MemoryEventStore } from '#store-memory';
import { openMongoStores, type MongoStores } from '#store-mongodb';
import { rejection } from '../conformance/harness.ts';
import { newEvent } from '../conformance/log-writing.ts';
import { until } from '../e2e/support/until.ts';
import { at, checkpointAt, freshBuild, write } from '../conformance/read-model-writing.ts';
import { dropInstallation, freshInstallation } from './mongo-harness.ts';
import { serverUnderTest, type ServerUnderTest } from './server-under-test.ts';

const server = await serverUnderTest();
const stoppable = server?.stop !== undefined;
if (!stoppable) console.warn('SKIPPED: outages need a server that the specs may stop: unset MONGODB_URL');

/** Long enough for a server that runs to answer on a machine with other work, short enough to wait for one that is gone. */
const PATIENT_MS = 2_000;

const Counted = defineEvent({ type: 'Counted', schema: Type.Object({ amount: Type.Integer() }) });
const events = [Counted] as const;
const total = defineProjection<{ readonly total: number }>({
  name: 'total',
  version: 1,
  indexes: [],
  keys: () => ['all'],
  on: [when(Counted, (document, { data }) => ({ total: (document?.total ?? 0) + data.amount }))],
});

(stoppable ? describe : describe.skip)('MongoDB that goes away', () => {
  const { url, stop, start, freeze, thaw, close } = server as Required<ServerUnderTest>;
  let installation: string;
  let stores: MongoStores;
  beforeEach(async () => {
    installation = freshInstallation();
    stores = await openMongoStores({ url, installation, serverSelectionTimeout: PATIENT_MS });
  });
  afterEach(async () => {
    await stores.close();
    await dropInstallation(url, installation);
  });
  afterAll(() => close());

  it('is reported as unavailable by every store, with what to do, and used again when it is back', async () => {
    const build = await freshBuild(stores.readModels);
    await write(stores.readModels, build, [at('1', 'a', { n: 1 })]);
    await stop();

    const calls = [
      stores.readModels.get(build, 'a'),
      write(stores.readModels, build, [at('2', 'a', { n: 2 })]),
      stores.work.checkpoint('process'),
      stores.work.save('process', [], checkpointAt('1')),
      stores.keys.subjectOf('somebody'),
      stores.leases.acquire('work', 'holder', 1000),
      stores.idempotency.find('command'),
      stores.ping(),
    ];
    for (const refused of await Promise.all(calls.map(rejection))) {
      expect(refused).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining(new URL(url).host) });
    }

    await start();
    await until(() =>
      stores.ping().then(
        () => true,
        () => undefined,
      ),
    );
    await write(stores.readModels, build, [at('2', 'a', { n: 2 })]);
    expect(await stores.readModels.get(build, 'a')).toEqual({ n: 2 });
  });

  it('is reported as unavailable by every call under way when it hangs', async () => {
    const limits = { serverSelectionTimeout: PATIENT_MS, socketTimeout: 1_000, attempts: 1 };
    const impatient = await openMongoStores({ url, installation, ...limits });
    const build = await freshBuild(impatient.readModels);
    const keys = Array.from({ length: 500 }, (_, index) => `key-${index}`);
    const documents = keys.map((key) => at('1', key, { n: 1 }));
    await write(impatient.readModels, build, documents);
    freeze();

    const refused = await Promise.all(
      Array.from({ length: 10 }, () => rejection(impatient.readModels.load(build, keys))),
    ).finally(thaw);

    for (const error of refused) expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    const loaded = await until(() => impatient.readModels.load(build, keys).catch(() => undefined));
    expect(loaded.size).toBe(500);
    await impatient.close();
  });

  it('makes projections wait, and go on from their checkpoint when it is back', async () => {
    const log = new MemoryEventStore();
    const failures: unknown[] = [];
    const { promise: failed, resolve: haveFailed } = Promise.withResolvers<undefined>();
    const runner = new ProjectionRunner({
      log,
      registry: new EventRegistry([...events]),
      store: stores.readModels,
      projections: [total],
      clock: { now: () => Date.now() },
      onError: (error) => {
        failures.push(error);
        haveFailed(undefined);
      },
    });
    await count(log, 0, 3);
    await runner.start();
    await runner.caughtUp(await log.head());

    await stop();
    await count(log, 3, 4);
    await failed;
    await count(log, 7, 5);
    await start();
    await runner.caughtUp(await log.head());

    const reader = new ProjectionReader({ log, store: stores.readModels });
    const answer = await reader.get(total, 'all', { minPosition: await log.head() });
    expect(answer.document).toEqual({ total: 12 });
    expect(failures.map((error) => (error as { code: string }).code)).toEqual(failures.map(() => 'STORE_UNAVAILABLE'));
    await runner.stop();
  });

  it('is told of at the start, without waiting long', async () => {
    await stop();

    const refused = await rejection(openMongoStores({ url, installation, serverSelectionTimeout: 200 }));

    expect(refused).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/127\.0\.0\.1:\d+.*check that it runs and can be reached/s),
    });
    await start();
  });
});

describe('a connection string that is none', () => {
  it.each(['postgres://user:secret@127.0.0.1/models', 'mongodb://', 'mongodb://user:se@cret@127.0.0.1:1/'])(
    'is refused with how it should look, and never repeated (%#)',
    async (url) => {
      const refused = await rejection(openMongoStores({ url, serverSelectionTimeout: 200 }));

      expect(refused).toMatchObject({ code: 'STORE_UNAVAILABLE' });
      expect((refused as Error).message).toMatch(/it should look like mongodb:|check that it runs/);
      expect((refused as Error).message).not.toMatch(/secret|se@cret|cret@/);
    },
  );
});

/** Appends `number` events that count one each to a stream of `before` events. */
async function count(log: EventStore, before: number, number: number): Promise<void> {
  const more = Array.from({ length: number }, () => newEvent({ amount: 1 }, 'Counted'));
  const expectedRevision = before === 0 ? 'no-stream' : before - 1;
  await log.append({ stream: 'Counter-1', expectedRevision, events: more });
}
