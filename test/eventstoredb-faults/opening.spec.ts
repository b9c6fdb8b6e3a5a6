import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { openEventStoreDb, type EventStoreDbOptions } from '#store-eventstoredb';
import { MemoryIdempotencyStore } from '#store-memory';
import { rejection } from '../conformance/harness.ts';
import { appendNumbers, freshStream, numberOf } from '../conformance/log-writing.ts';
import { openAtLast, setStage, TIMEOUTS } from './stage.ts';

describe('opening the log', () => {
  const options = (connectionString: string, prefix = 'test'): EventStoreDbOptions => ({
    ...{ connectionString, prefix, idempotency: new MemoryIdempotencyStore(), timeouts: TIMEOUTS },
  });
  const open = (connectionString: string, prefix?: string) => openAtLast(options(connectionString, prefix));
  const refusal = (connectionString: string): Promise<unknown> =>
    rejection(openEventStoreDb(options(connectionString)));

  it('fails at once, saying what to do, when nobody listens there', async () => {
    const { port, close } = await silentPort();
    await close();

    expect(await refusal(`esdb://127.0.0.1:${port}?tls=false`)).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(new RegExp(`127.0.0.1:${port}: .*check that it runs and can be reached`)),
    });
  });

  it('fails at the end of its timer when somebody listens and says nothing', async () => {
    const { port, close } = await silentPort();

    const refused = await refusal(`esdb://user:secret@127.0.0.1:${port}?tls=false`);

    expect(refused).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('no answer') });
    expect((refused as Error).message).not.toContain('secret');
    await close();
  });

  it('waits for a server that starts', async () => {
    const stage = await setStage();
    stage.server.faults.next('read', { kind: 'not-ready' }, 3);

    const patient = { ...TIMEOUTS, call: TIMEOUTS.persist };
    const store = await openEventStoreDb({ ...options(stage.server.connectionString), timeouts: patient });

    expect(await store.head()).not.toBe('0');
    await store.close();
    await stage.close();
  });

  it('asks a cluster for its leader', async () => {
    const stage = await setStage();
    const store = await open(stage.server.connectionString.replace('esdb://', 'esdb+discover://'));
    const stream = freshStream();

    await appendNumbers(store, stream, 'no-stream', [1]);

    expect((await store.readStream(stream)).map(numberOf)).toEqual([1]);
    await store.close();
    await stage.close();
  });

  it('keeps installations on one server apart', async () => {
    const stage = await setStage();
    const { connectionString } = stage.server;
    const [one, longer] = [await open(connectionString, 'north'), await open(connectionString, 'north2')];
    const stream = freshStream();

    await appendNumbers(one, stream, 'no-stream', [1]);
    await appendNumbers(longer, stream, 'no-stream', [2]);

    const read: unknown[] = [];
    for await (const { events } of one.readLog({ after: '0' })) {
      read.push(...events.map((event) => [event.stream, numberOf(event)]));
    }
    expect(read).toEqual([[stream, 1]]);
    expect(await one.logId()).not.toBe(await longer.logId());
    await Promise.all([one.close(), longer.close()]);
    await stage.close();
  });
});

describe('a log that is opened to be read', () => {
  it('is not given an identity, nor events, and says that there is none', async () => {
    const stage = await setStage();
    const { connectionString } = stage.server;
    const options = {
      connectionString,
      prefix: 'mistyped',
      idempotency: new MemoryIdempotencyStore(),
      timeouts: TIMEOUTS,
    };
    const before = await stage.store.head();
    const reader = await openAtLast({ ...options, readOnly: true });

    const missing = {
      ...{ code: 'STORE_UNAVAILABLE', facts: { installation: 'mistyped' } },
      message: expect.stringContaining('check its name'),
    };
    expect(await rejection(reader.logId())).toMatchObject(missing);
    const batches = reader.subscribe({ after: '0', signal: new AbortController().signal });
    expect(await rejection(batches[Symbol.asyncIterator]().next())).toMatchObject(missing);
    expect(await rejection(appendNumbers(reader, freshStream(), 'no-stream', [1]))).toBeInstanceOf(TypeError);
    expect(await rejection(reader.renewLogId())).toBeInstanceOf(TypeError);
    expect(await stage.store.head()).toBe(before);

    const writer = await openAtLast(options);
    expect(await reader.logId()).toBe(await writer.logId());
    await Promise.all([reader.close(), writer.close()]);
    await stage.close();
  });
});

/** A port that takes connections and says nothing. */
async function silentPort(): Promise<{ port: number; close(): Promise<void> }> {
  const sockets: Socket[] = [];
  const listener = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => listener.close(resolve));
  };
  return { port: (listener.address() as AddressInfo).port, close };
}
