import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { START } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { rejection } from '../conformance/harness.ts';
import { appendNumbers, freshStream, newEvent, numberOf } from '../conformance/log-writing.ts';
import { IMPATIENT, setStage, type Stage } from './stage.ts';
import { until } from './writers.ts';

describe('a server that starts again', () => {
  let directory: string;
  let stage: Stage;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
    stage = await setStage({ file: join(directory, 'log') });
  });
  afterEach(async () => {
    await stage.close();
    await rm(directory, { recursive: true });
  });

  it('with its data is gone on with', async () => {
    const { server, store } = stage;
    const stream = freshStream();
    await appendNumbers(store, stream, 'no-stream', [0, 1]);
    const [logId, head] = [await store.logId(), await store.head()];
    const end = new AbortController();
    const numbers: number[] = [];
    const following = (async () => {
      for await (const { events } of store.subscribe({ after: head, signal: end.signal })) {
        numbers.push(...events.map(numberOf));
      }
    })();

    await server.restart();

    expect(await store.logId()).toBe(logId);
    expect((await appendNumbers(store, stream, 1, [2])).revision).toBe(2);
    expect((await store.readStream(stream)).map(numberOf)).toEqual([0, 1, 2]);
    await until(() => numbers.length === 1);
    end.abort();
    await following;
    expect(numbers).toEqual([2]);
  });

  it('without its data is another log, and nobody who followed the old one is given any of it', async () => {
    const { server, store, open } = stage;
    await appendNumbers(store, freshStream(), 'no-stream', [0, 1, 2]);
    const logId = await store.logId();
    const seen: number[] = [];
    const following = (async () => {
      for await (const { events } of store.subscribe({ after: START, signal: new AbortController().signal })) {
        seen.push(...events.map(numberOf));
      }
    })();
    const ended = rejection(following);
    await until(() => seen.length === 3);

    await server.restart({ keepData: false });
    const restored = await open();
    await appendNumbers(restored, freshStream(), 'no-stream', [100]);

    expect(await ended).toMatchObject({ code: 'LOG_REPLACED', message: expect.stringContaining('start again') });
    expect(seen).toEqual([0, 1, 2]);
    expect(await restored.logId()).not.toBe(logId);
    expect(await store.logId()).toBe(await restored.logId());
  });

  it.each([
    ['that somebody has opened', true],
    ['that nobody has opened yet', false],
  ])('without its data, with a log %s, ends whoever reads the old one', async (_case, isOpened) => {
    const { server, store, open } = stage;
    // More than fits into the connection.
    const old = Array.from({ length: 200 }, (_, number) => number);
    const events = old.map((number) => newEvent({ number, text: 'x'.repeat(4_096) }));
    await store.append({ stream: freshStream(), expectedRevision: 'no-stream', events });
    const writeOver = async (other: EventStore): Promise<void> => {
      const theirs = [...events, newEvent({ number: -1 })].map((event) => ({ ...event, eventId: randomUUID() }));
      await other.append({ stream: freshStream(), expectedRevision: 'no-stream', events: theirs });
    };
    const seen: number[] = [];
    const reading = async (): Promise<void> => {
      for await (const batch of store.readLog({ after: START, batchSize: 2 })) {
        if (seen.length === 0) {
          await server.restart({ keepData: false });
          if (isOpened) await writeOver(await open());
        }
        seen.push(...batch.events.map(numberOf));
      }
    };

    expect(await rejection(reading())).toMatchObject({ code: 'LOG_REPLACED' });
    expect(seen.length).toBeLessThan(old.length);
    expect(seen).toEqual(old.slice(0, seen.length));
  });

  it('with its data is read on in, however long the reader was at its batch', async () => {
    const { server, open } = stage;
    const impatient = await open(IMPATIENT);
    await appendNumbers(impatient, freshStream(), 'no-stream', [0, 1, 2, 3]);
    const numbers: number[] = [];
    for await (const { events } of impatient.readLog({ after: START, batchSize: 2 })) {
      if (numbers.length === 0) {
        const begun = performance.now();
        await until(() => performance.now() - begun > IMPATIENT.persist);
        await server.restart();
      }
      numbers.push(...events.map(numberOf));
    }

    expect(numbers).toEqual([0, 1, 2, 3]);
  });

  it('with a shorter log refuses whoever was further', async () => {
    const { store } = stage;
    await appendNumbers(store, freshStream(), 'no-stream', [0]);
    const beyond = String(BigInt(await store.head()) + 1_000_000n);
    const batches = store.subscribe({ after: beyond, signal: new AbortController().signal });

    expect(await rejection(batches[Symbol.asyncIterator]().next())).toMatchObject({ code: 'LOG_REPLACED' });
  });
});
