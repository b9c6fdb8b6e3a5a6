import { START } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import type { EventStoreDbEventStore, EventStoreDbHealth } from '#store-eventstoredb';
import { rejection } from '../conformance/harness.ts';
import { appendNumbers, collect, freshStream, numberOf } from '../conformance/log-writing.ts';
import { IMPATIENT, setStage, type Stage } from './stage.ts';
import { until } from './writers.ts';

describe('a frozen server', () => {
  let stage: Stage;
  let store: EventStoreDbEventStore;
  let told: EventStoreDbHealth[];
  beforeEach(async () => {
    stage = await setStage();
    store = await stage.open(IMPATIENT);
    told = [];
    store.onHealthChange((health) => told.push(health));
  });
  afterEach(() => stage.close());

  const isRed = (): boolean => told.at(-1)?.state === 'disconnected';
  const isGreen = (): boolean => told.at(-1)?.state === 'live';

  it.each<[string, (log: EventStore) => Promise<unknown>, string]>([
    ['an append', (log) => appendNumbers(log, freshStream(), 'no-stream', [1]), 'OUTCOME_UNKNOWN'],
    ['a read of a stream', (log) => log.readStream('S-1'), 'STORE_UNAVAILABLE'],
    ['a read of the log', (log) => collect(log.readLog({ after: START })), 'STORE_UNAVAILABLE'],
    ['asking for the head', (log) => log.head(), 'STORE_UNAVAILABLE'],
  ])('is noticed by %s, told by health, and forgotten when it goes on', async (_case, call, code) => {
    stage.server.freeze();

    const refused = await rejection(call(store));

    expect(refused).toMatchObject({ code });
    expect(isRed()).toBe(true);
    expect(told.at(-1)).toMatchObject({
      disconnectedSince: expect.any(String),
      server: { answers: false, error: expect.any(String), lastAnswer: expect.any(String) },
    });
    stage.server.thaw();
    await call(store);
    expect(isGreen()).toBe(true);
    expect(await store.health()).toMatchObject({
      state: 'live',
      disconnectedSince: undefined,
      server: { answers: true },
    });
  });

  it('is noticed by a subscription that waits, which then goes on by itself', async () => {
    const end = new AbortController();
    const stream = freshStream();
    const numbers: number[] = [];
    const following = follow(store, numbers, end.signal);
    await until(isGreen);
    stage.server.freeze();

    await until(() => told.at(-1)?.subscriptions[0]?.state === 'disconnected');

    expect(told.at(-1)).toMatchObject({
      state: 'disconnected',
      subscriptions: [{ state: 'disconnected', since: expect.any(String), lastContact: expect.any(String) }],
    });
    stage.server.thaw();
    await until(() => isGreen() && told.at(-1)?.subscriptions[0]?.state === 'live');
    await appendNumbers(store, stream, 'no-stream', [1, 2]);
    await until(() => numbers.length === 2);
    expect(await store.health()).toMatchObject({ state: 'live', subscriptions: [{ state: 'live', lag: 0 }] });
    end.abort();
    await following;
    expect((await store.health()).subscriptions).toEqual([]);
  });

  it('does not hold up whoever closes the store', async () => {
    stage.server.freeze();
    const reading = rejection(store.readStream('S-1'));

    await store.close();

    expect(await reading).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('closed') });
  });

  it('shows how far a subscription lags behind', async () => {
    const end = new AbortController();
    const batches = store.subscribe({ after: START, batchSize: 1, signal: end.signal });
    await appendNumbers(store, freshStream(), 'no-stream', [1, 2, 3]);
    const following = (async () => {
      for await (const { events } of batches) if (events.length > 0) return (await store.health()).subscriptions;
      return [];
    })();

    const [subscription] = await following;

    expect(subscription).toMatchObject({ state: 'catching-up' });
    expect(subscription!.lag).toBeGreaterThan(0);
  });
});

describe('a node that hangs', () => {
  it('is left for a new connection, long before keep-alive would find out', async () => {
    const stage = await setStage();
    const { server, store } = stage;
    const end = new AbortController();
    const stream = freshStream();
    const numbers: number[] = [];
    const following = follow(store, numbers, end.signal);
    await appendNumbers(store, stream, 'no-stream', [1]);
    await until(() => numbers.length === 1);
    server.stall();

    await appendNumbers(store, stream, 0, [2]);

    await until(() => numbers.length === 2);
    expect((await store.readStream(stream)).map(numberOf)).toEqual([1, 2]);
    end.abort();
    await following;
    await stage.close();
  });
});

/** Takes down the numbers of what comes, until the signal. */
async function follow(store: EventStore, numbers: number[], signal: AbortSignal): Promise<void> {
  for await (const { events } of store.subscribe({ after: START, signal })) numbers.push(...events.map(numberOf));
}
