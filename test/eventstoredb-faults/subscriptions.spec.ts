import { setImmediate as turn } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { isAfter, START, type Position } from '#kernel/domain';
import type { EventStore, LogBatch, StoredEvent } from '#kernel/ports';
import { appendNumbers, freshStream, newEvent, numberOf } from '../conformance/log-writing.ts';
import { RELEASES } from '../eventstoredb/release.ts';
import { setStage, type Stage } from './stage.ts';
import { expectInLog, until, watched, writeConcurrently, type Written } from './writers.ts';

/** A subscriber that notes what it is given. */
class Subscriber {
  readonly seen: StoredEvent[] = [];
  readonly batches: LogBatch[] = [];
  through: Position = START;
  readonly done: Promise<void>;
  readonly #stop = new AbortController();

  constructor(store: EventStore, options: { after?: Position; batchSize?: number; turns?: number } = {}) {
    this.done = this.#run(store, options);
  }

  stop(): Promise<void> {
    this.#stop.abort();
    return this.done;
  }

  async #run(
    store: EventStore,
    { after = START, batchSize = 50, turns = 0 }: { after?: Position; batchSize?: number; turns?: number },
  ) {
    for await (const batch of store.subscribe({ after, batchSize, signal: this.#stop.signal })) {
      for (let pause = 0; pause < turns; pause += 1) await turn();
      this.batches.push(batch);
      this.seen.push(...batch.events);
      this.through = batch.through;
    }
  }
}

describe.each(RELEASES)('subscriptions to a server that fails, release %s', (release) => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage({ release });
  });
  afterEach(() => stage.close());

  const ids = (events: readonly StoredEvent[]): string[] => events.map(({ eventId }) => eventId);

  async function during(writing: Promise<Written>, misbehave: () => void | Promise<void>): Promise<Written> {
    const { outcome, isOver } = watched(writing);
    for (let round = 0; round < 6 && !isOver(); round += 1) {
      await misbehave();
      const head = await stage.store.head();
      await until(async () => isOver() || (await stage.store.head()) !== head);
    }
    return outcome;
  }

  it.each<[string, (stage: Stage) => void | Promise<void>]>([
    ['are cut', ({ server }) => server.cutSubscriptions()],
    ['get events once more', ({ server }) => server.redeliver(20)],
    ['lose their connection', ({ server }) => server.cutConnections()],
    [
      'are refused',
      ({ server }) => {
        if (server.faults.pending === 0) server.faults.next('subscribe', { kind: 'unavailable' }, 2);
        server.cutSubscriptions();
      },
    ],
    [
      'are begun at a node that is not the leader',
      ({ server }) => {
        server.faults.next('subscribe', { kind: 'not-leader', leader: { host: '127.0.0.1', port: server.port } });
        server.cutSubscriptions();
      },
    ],
    ['die with the server', ({ server }) => server.restart()],
  ])('give everything once, in order, to the quick and the slow, when they %s', async (_case, misbehave) => {
    const { store } = stage;
    const quick = new Subscriber(store);
    const slow = new Subscriber(store, { batchSize: 7, turns: 3 });

    const written = await during(writeConcurrently(store, 6, 20), () => misbehave(stage));

    stage.server.faults.clear();
    const log = await expectInLog(store, written);
    for (const subscriber of [quick, slow]) {
      await until(() => subscriber.seen.length >= log.length);
      await subscriber.stop();
      expect(ids(subscriber.seen)).toEqual(ids(log));
    }
  });

  it('are begun again when the server takes them and says nothing', async () => {
    const { server, store } = stage;
    server.faults.next('subscribe', { kind: 'silence', when: 'before' });
    const subscriber = new Subscriber(store);

    await appendNumbers(store, freshStream(), 'no-stream', [1]);

    await until(() => subscriber.seen.length === 1);
    await subscriber.stop();
  });

  it('go on after what the consumer has finished with, not after what it was given', async () => {
    const { server, store } = stage;
    const stream = freshStream();
    await appendNumbers(store, stream, 'no-stream', [0, 1, 2, 3, 4, 5]);
    const end = new AbortController();
    const seen: number[] = [];
    for await (const { events } of store.subscribe({ after: START, batchSize: 2, signal: end.signal })) {
      // The rest waits in this process and is lost with the connection.
      if (seen.length === 0) server.cutConnections();
      seen.push(...events.map(numberOf));
      if (seen.length === 6) end.abort();
    }

    expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('come to the end of the log, though the last events there are of others', async () => {
    const { server, store } = stage;
    const other = EventStoreDBClient.connectionString(server.connectionString);
    const write = async (): Promise<void> => {
      await other.appendToStream(
        'Other-1',
        Array.from({ length: 3 }, () => jsonEvent({ type: 'Theirs', data: {} })),
      );
    };
    await write();
    const subscriber = new Subscriber(store);
    const first = await store.head();
    await until(() => subscriber.through === first);

    await write();

    // Asked for, the end of the log is what somebody waits for.
    const second = await store.head();
    await until(() => subscriber.through === second);
    // And without that a quiet subscription looks for itself.
    await write();
    await until(async () => BigInt(subscriber.through) > BigInt(second));
    expect(subscriber.seen).toEqual([]);
    const started = server.openSubscriptions;
    await subscriber.stop();
    await until(() => server.openSubscriptions < started);
    await other.dispose();
  });

  it('take no announced place for read before the event is handed over that lies there', async () => {
    const { server, store } = stage;
    const other = EventStoreDBClient.connectionString(server.connectionString);
    let there = 0;
    for await (const _event of other.readAll()) there += 1;
    // The server announces a place after the first of ours: in 25.0.0 it is the place of the second.
    const theirs = Array.from({ length: 999 - there }, () => jsonEvent({ type: 'Theirs', data: {} }));
    await other.appendToStream('Other-1', theirs);
    await other.dispose();
    const stream = freshStream();
    // The second is long under way: the announcement is here before it.
    const events = [newEvent({ number: 1 }), newEvent({ number: 2, text: 'x'.repeat(900_000) })];
    const [, second] = (await store.append({ stream, expectedRevision: 'no-stream', events })).positions;

    const subscriber = new Subscriber(store);
    await until(() => subscriber.seen.length === 2);
    await subscriber.stop();

    const has = ({ events: some }: LogBatch): boolean => some.some(({ position }) => position === second);
    const before = subscriber.batches.slice(0, subscriber.batches.findIndex(has));
    expect(before.filter(({ through }) => !isAfter(second!, through))).toEqual([]);
  });

  it('say in their batches only what the consumer has got', async () => {
    const { store } = stage;
    const stream = freshStream();
    await appendNumbers(
      store,
      stream,
      'no-stream',
      Array.from({ length: 100 }, (_, index) => index),
    );
    const subscriber = new Subscriber(store, { batchSize: 10, turns: 5 });
    await until(() => subscriber.seen.length === 100);
    await subscriber.stop();

    const positions = (await store.readStream(stream)).map(({ position }) => BigInt(position));
    let got = 0;
    for (const { events, through } of subscriber.batches) {
      got += events.length;
      expect(positions.filter((position) => position <= BigInt(through))).toHaveLength(got);
    }
  });
});
