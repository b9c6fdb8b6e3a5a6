import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { START } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { WatchedLog } from '#kernel/execution';
import { rejection } from '../conformance/harness.ts';
import { appendNumbers, freshStream, newEvent, numberOf } from '../conformance/log-writing.ts';
import { setStage, type Stage } from './stage.ts';
import { until } from './writers.ts';

const CHANGED = { code: 'LOG_CHANGED' };

let directory: string;
let stage: Stage;
let changes: string[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
  stage = await setStage({ file: join(directory, 'log') });
  changes = [];
});
afterEach(async () => {
  await stage.close();
  await rm(directory, { recursive: true });
});

/** The log as a process has it that was started on it. */
async function watched(): Promise<WatchedLog> {
  const store = await stage.open();
  const log = new WatchedLog({ log: store, onChange: ({ code }) => changes.push(code) });
  store.onHealthChange(({ state }) => {
    if (state === 'disconnected') log.doubt();
  });
  await log.logId();
  return log;
}

/** Everything in the log, as a process sees it that was started after the change. */
async function numbersNow(): Promise<number[]> {
  const store = await stage.open();
  const numbers: number[] = [];
  for await (const { events } of store.readLog({ after: START })) numbers.push(...events.map(numberOf));
  return numbers;
}

describe('an older copy of the log, put back under a running process,', () => {
  it('is refused by the next append, which is not written, to a stream of its own as to any other', async () => {
    const log = await watched();
    const stream = freshStream();
    await appendNumbers(log, stream, 'no-stream', [0]);
    const putBack = stage.server.backUp();
    await appendNumbers(log, stream, 0, [1, 2]);
    await putBack();

    expect(await rejection(appendNumbers(log, stream, 2, [3]))).toMatchObject(CHANGED);
    expect(await rejection(appendNumbers(log, freshStream(), 'no-stream', [4]))).toMatchObject(CHANGED);
    expect(changes).toEqual(['LOG_CHANGED']);
    expect(await numbersNow()).toEqual([0]);
  });

  it('is refused to a reader that goes on from what it knows of a stream, also when others wrote there since', async () => {
    const log = await watched();
    const other = await stage.open();
    const stream = freshStream();
    const putBack = stage.server.backUp();
    await appendNumbers(log, stream, 'no-stream', [0, 1]);
    const [, known] = await log.readStream(stream);
    await putBack();
    await appendNumbers(other, stream, 'no-stream', [10, 11, 12]);

    expect(await rejection(log.readStream(stream, 2, known))).toMatchObject(CHANGED);
  });

  it('is found by a look, also when others made it longer than it was', async () => {
    const log = await watched();
    const other = await stage.open();
    const putBack = stage.server.backUp();
    await appendNumbers(log, freshStream(), 'no-stream', [0]);
    await putBack();
    const text = 'x'.repeat(5_000);
    await other.append({ stream: freshStream(), expectedRevision: 'no-stream', events: [newEvent({ text })] });

    expect(await rejection(log.look())).toMatchObject(CHANGED);
    expect(await rejection(appendNumbers(log, freshStream(), 'no-stream', [1]))).toMatchObject(CHANGED);
  });

  it('ends whoever follows it, and everything else from then on', async () => {
    const log = await watched();
    const putBack = stage.server.backUp();
    await appendNumbers(log, freshStream(), 'no-stream', [0, 1]);
    const seen: number[] = [];
    const following = rejection(
      (async () => {
        for await (const { events } of log.subscribe({ after: START, signal: new AbortController().signal })) {
          seen.push(...events.map(numberOf));
        }
      })(),
    );
    await until(() => seen.length === 2);
    await putBack();

    expect(await following).toMatchObject(CHANGED);
    expect(await rejection(log.head())).toMatchObject(CHANGED);
    expect(seen).toEqual([0, 1]);
  });
});

describe('a server that comes back without its log', () => {
  it('is not given another identity by a running process, nor any event', async () => {
    const log = await watched();
    const stream = freshStream();
    await appendNumbers(log, stream, 'no-stream', [0]);
    await stage.server.restart({ keepData: false });

    expect(await rejection(appendNumbers(log, freshStream(), 'no-stream', [1]))).toMatchObject(CHANGED);
    expect(await rejection(log.logId())).toMatchObject(CHANGED);
    const reader = await openToRead();
    expect(await rejection(reader.logId())).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await numbersNow()).toEqual([]);
  });

  it('is another log, when somebody has made it one', async () => {
    const log = await watched();
    await appendNumbers(log, freshStream(), 'no-stream', [0]);
    await stage.server.restart({ keepData: false });
    await appendNumbers(await openAgain(), freshStream(), 'no-stream', [10, 11, 12]);

    expect(await rejection(log.look())).toMatchObject(CHANGED);
  });
});

describe('a server that was away', () => {
  it('is gone on with when its log is the same', async () => {
    const log = await watched();
    const stream = freshStream();
    await appendNumbers(log, stream, 'no-stream', [0]);
    const [known] = await log.readStream(stream);
    await stage.server.restart();

    await log.look();
    expect((await appendNumbers(log, stream, 0, [1])).revision).toBe(1);
    expect((await log.readStream(stream, 1, known)).map(numberOf)).toEqual([1]);
    expect(changes).toEqual([]);
  });
});

describe('a stream of which an operator removed events', () => {
  const REMOVED = { code: 'STREAM_DELETED' };
  let client: EventStoreDBClient;
  let log: WatchedLog;
  let stream: string;
  beforeEach(async () => {
    client = EventStoreDBClient.connectionString(stage.server.connectionString);
    log = await watched();
    stream = freshStream();
    await appendNumbers(log, stream, 'no-stream', [0, 1, 2]);
  });
  afterEach(() => client.dispose());

  const outer = (): string => `${stage.prefix}.${stream}`;
  const settings = {
    'soft-deleted': () => client.deleteStream(outer()),
    'cut by truncateBefore': () => client.setStreamMetadata(outer(), { truncateBefore: 2 }),
    'cut away by truncateBefore': () => client.setStreamMetadata(outer(), { truncateBefore: 9 }),
    'cut by maxCount': () => client.setStreamMetadata(outer(), { maxCount: 1 }),
    'ended for ever': () => client.tombstoneStream(outer()),
  };

  it.each(Object.entries(settings))(
    'is refused when it is %s: to read, and before anything is written',
    async (_how, remove) => {
      const [, , known] = await log.readStream(stream);
      await remove();

      expect(await rejection(log.readStream(stream))).toMatchObject(REMOVED);
      expect(log.removedStreams).toEqual([stream]);
      expect(changes).toEqual([]);
      // A reader that had read it to its end is told the same, unless it knows all of it and sees what comes.
      const goneOn = await log.readStream(stream, 3, known).then(
        () => 'whole',
        (error: unknown) => error,
      );
      expect(goneOn === 'whole' ? { code: 'STREAM_DELETED' } : goneOn).toMatchObject(REMOVED);
    },
  );

  it('is refused when it was removed between reading and writing: what was written is told', async () => {
    await client.deleteStream(outer());

    expect(await rejection(appendNumbers(log, stream, 'no-stream', [3]))).toMatchObject({
      ...REMOVED,
      facts: { stream, writtenAt: 3 },
    });
    expect(await rejection(log.readStream(stream))).toMatchObject(REMOVED);
  });

  it('is refused when a command of before is repeated in it', async () => {
    const repeated = freshStream();
    const request = { stream: repeated, expectedRevision: 'no-stream', events: [newEvent({ number: 0 })] } as const;
    await log.append(request);
    await client.deleteStream(`${stage.prefix}.${repeated}`);

    expect(await rejection(log.append(request))).toMatchObject(REMOVED);
  });

  it('may be one that was never there', async () => {
    expect(await log.readStream(`Conformance-${randomUUID()}`)).toEqual([]);
  });
});

/** As soon as the connection that broke is noticed. */
async function openAgain(): Promise<EventStore> {
  const opened: EventStore[] = [];
  await until(async () => {
    await stage.open().then(
      (store) => opened.push(store),
      () => undefined,
    );
    return opened.length > 0;
  });
  return opened[0]!;
}

async function openToRead(): Promise<EventStore> {
  return stage.open({}, stage.prefix, { readOnly: true });
}
