import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { END, EventStoreDBClient, NO_STREAM, START, streamNameFilter } from '@eventstore/db-client';
import { all, counted, listen, numbered, refusal, revisions, type Told } from './conversation.ts';
import { startTestEventStoreDb, type TestEventStoreDb } from './server.ts';

const UNAVAILABLE = { type: 'unavailable', code: 14 };
const failed = (told: Told): boolean => told.log.some((what) => what instanceof Error);
const caughtUp = (told: Told): boolean => told.log.includes('caught up');

/** As a real 24.6.0 server behaved when it was killed, stopped or starting; the rest are faults of a network. */
describe('the test EventStoreDB, misbehaving', () => {
  let server: TestEventStoreDb;
  let client: EventStoreDBClient;
  beforeEach(async () => {
    server = await startTestEventStoreDb();
    client = EventStoreDBClient.connectionString(server.connectionString);
  });
  afterEach(async () => {
    await client.dispose();
    await server.stop();
  });

  const append = (number: number, options: Parameters<typeof client.appendToStream>[2] = {}) =>
    client.appendToStream('S', counted(number), options);
  const read = async (): Promise<unknown> => revisions(await all(client.readStream('S')));
  const alone = { credentials: { username: 'admin', password: 'changeit' } };

  describe('connections', () => {
    it('break before an append: it is not stored, and the next call connects again', async () => {
      await append(0);
      server.faults.next('append', { kind: 'cut', when: 'before' });
      expect(await refusal(append(1))).toMatchObject(UNAVAILABLE);
      expect(await read()).toEqual([0]);
      expect(await append(1)).toMatchObject({ nextExpectedRevision: 1n });
    });

    it('break after an append: it is stored, and repeating it is answered as the first time', async () => {
      const events = numbered(0, 2);
      const write = () => client.appendToStream('S', events, { expectedRevision: NO_STREAM });
      server.faults.next('append', { kind: 'cut', when: 'after' });
      expect(await refusal(write())).toMatchObject(UNAVAILABLE);
      expect(await write()).toMatchObject({ success: true, nextExpectedRevision: 1n });
      expect(await read()).toEqual([0, 1]);
    });

    it('break all at once: every append in flight and every subscription learns of it', async () => {
      const told = listen(client.subscribeToAll({ fromPosition: END }));
      await told.until(caughtUp);
      server.faults.next('append', { kind: 'silence', when: 'before' }, 3);
      const inFlight = [append(0), append(1), append(2)].map(refusal);
      while (server.faults.pending > 0) await new Promise((resolve) => setImmediate(resolve));
      server.cutConnections();
      for (const error of await Promise.all(inFlight)) expect(error).toMatchObject(UNAVAILABLE);
      await told.until(failed);
      expect(told.log.at(-1)).toMatchObject(UNAVAILABLE);
    });

    it('are refused while it is down, and the data is there when it is up again', async () => {
      await append(0);
      const { port } = server;
      await server.down();
      expect(await refusal(append(1))).toMatchObject({ code: 14 });
      const down = await refusal(append(1));
      expect(down).toMatchObject({ code: 14, message: expect.stringContaining('ECONNREFUSED') });
      expect(down).not.toHaveProperty('type');
      expect(await refusal(read())).toMatchObject(UNAVAILABLE);
      await server.up();
      expect(server.port).toBe(port);
      expect(await read()).toEqual([0]);
    });
  });

  describe('frozen', () => {
    const deadline = 100;

    it('answers nothing, and then refuses what is past its deadline, unstored', async () => {
      await append(0);
      await client.appendToStream('S', counted(1), alone);
      server.freeze();
      const batched = refusal(append(2, { deadline }));
      expect(await refusal(append(3, { ...alone, deadline }))).toMatchObject({ type: 'deadline-exceeded', code: 4 });
      expect(await refusal(client.deleteStream('S', { deadline }))).toMatchObject({
        type: 'deadline-exceeded',
        code: 4,
      });
      const reading = read();
      server.thaw();
      expect(await batched).toMatchObject({ type: 'deadline-exceeded', message: '', code: undefined });
      expect(await reading).toEqual([0, 1]);
      expect(await read()).toEqual([0, 1]);
    });

    it('holds a subscription silent, which then goes on', async () => {
      const told = listen(client.subscribeToAll({ fromPosition: END }));
      await told.until(caughtUp);
      server.freeze();
      const written = append(0);
      server.thaw();
      await written;
      await told.until(({ events }) => events.length === 1);
      expect(failed(told)).toBe(false);
    });

    it('is given up by a keep-alive', async () => {
      const { warn } = console;
      console.warn = () => {}; // that so short an interval is not recommended
      const url = `${server.connectionString}&keepAliveInterval=200&keepAliveTimeout=3000`;
      const watchful = EventStoreDBClient.connectionString(url);
      console.warn = warn;
      await watchful.appendToStream('S', counted(0));
      server.freeze();
      expect(await refusal(watchful.appendToStream('S', counted(1)))).toMatchObject(UNAVAILABLE);
      server.thaw();
      expect(await watchful.appendToStream('S', counted(1))).toMatchObject({ success: true });
      await watchful.dispose();
    });
  });

  describe('calls', () => {
    it('are answered later', async () => {
      await append(0);
      server.faults.next('append', { kind: 'delay', milliseconds: 20 });
      const [slow, fast] = [append(1), append(2)];
      expect((await fast).nextExpectedRevision).toBe(1n);
      expect((await slow).nextExpectedRevision).toBe(2n);
    });

    it('are never answered, though they took effect', async () => {
      await append(0);
      server.faults.next('append', { kind: 'silence', when: 'after' });
      const silent = refusal(append(1));
      await append(2);
      expect(await read()).toEqual([0, 1, 2]);
      server.cutConnections();
      expect(await silent).toMatchObject(UNAVAILABLE);
    });

    it('find it not ready, as just after its start', async () => {
      server.faults.next('append', { kind: 'not-ready' });
      const message = 'Could not recognize Server Is Not Ready';
      expect(await refusal(append(0))).toMatchObject({ type: 'unknown', code: undefined, message });
      expect(await append(0)).toMatchObject({ success: true });
    });

    it.each(['append', 'read', 'subscribe', 'delete', 'features'] as const)('of kind %s are refused', async (kind) => {
      await append(0);
      server.faults.next(kind, { kind: 'unavailable' });
      const fresh = kind === 'features' ? EventStoreDBClient.connectionString(server.connectionString) : client;
      const calls = {
        append: () => append(1),
        read,
        subscribe: () => all(client.subscribeToStream('S')),
        delete: () => client.deleteStream('S'),
        features: () => fresh.appendToStream('S', counted(1)),
      };
      const error = await refusal(calls[kind]());
      expect(error).toMatchObject({ code: 14 });
      expect(await append(1)).toMatchObject({ success: true });
    });

    it.each([
      ['in a batch', {}],
      ['alone', alone],
    ])('%s are sent to the leader, which the client follows', async (_name, options) => {
      const leader = await startTestEventStoreDb();
      server.faults.next('append', { kind: 'not-leader', leader: { host: '127.0.0.1', port: leader.port } });
      expect(await refusal(append(0, options))).toMatchObject({
        ...{ type: 'not-leader', code: 5, leader: { address: '127.0.0.1', port: leader.port } },
      });
      await append(1, options);
      expect(await read()).toEqual([0]);
      await leader.stop();
    });

    it('suffer until the fault is lifted, and only those of its kind', async () => {
      await append(0);
      const lift = server.faults.next('read', { kind: 'unavailable' }, Infinity);
      expect(await refusal(read())).toMatchObject(UNAVAILABLE);
      await append(1);
      expect(await refusal(read())).toMatchObject(UNAVAILABLE);
      lift();
      expect(await read()).toEqual([0, 1]);
    });
  });

  describe('subscriptions', () => {
    it('are cut, and their connection stays', async () => {
      const told = listen(client.subscribeToStream('S'));
      await told.until(caughtUp);
      server.faults.next('append', { kind: 'delay', milliseconds: 20 });
      const inFlight = append(0);
      server.cutSubscriptions();
      await told.until(failed);
      expect(told.log.at(-1)).toMatchObject(UNAVAILABLE);
      expect(server.openSubscriptions).toBe(0);
      await inFlight.catch(() => {});
    });

    it('deliver again', async () => {
      await client.appendToStream('S', numbered(0, 3));
      await client.appendToStream('other', numbered(0, 3));
      const filter = streamNameFilter({ prefixes: ['S'] });
      const told = listen(client.subscribeToAll({ fromPosition: START, filter }));
      await told.until(caughtUp);
      server.redeliver(2);
      await told.until(({ events }) => events.length === 5);
      expect(revisions(told.events)).toEqual([0, 1, 2, 1, 2]);
    });
  });

  describe('restarted', () => {
    it('has kept its data, or not', async () => {
      await append(0);
      await server.restart();
      client = EventStoreDBClient.connectionString(server.connectionString);
      expect(await read()).toEqual([0]);
      await server.restart({ keepData: false });
      client = EventStoreDBClient.connectionString(server.connectionString);
      expect(await refusal(read())).toMatchObject({ type: 'stream-not-found' });
    });

    it('reads its file again: streams, positions, metadata, tombstones', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'test-eventstoredb-'));
      const filed = await startTestEventStoreDb({ file: join(directory, 'events.log') });
      let other = EventStoreDBClient.connectionString(filed.connectionString);
      await other.appendToStream('S', numbered(0, 3), { expectedRevision: NO_STREAM });
      await other.setStreamMetadata('S', { maxCount: 2 });
      await other.tombstoneStream('T', { expectedRevision: NO_STREAM });
      const before = await all(other.readAll());
      await filed.restart();
      other = EventStoreDBClient.connectionString(filed.connectionString);
      expect(await all(other.readAll())).toEqual(before);
      expect(revisions(await all(other.readStream('S')))).toEqual([1, 2]);
      expect(await refusal(other.appendToStream('T', counted(0)))).toMatchObject({ type: 'stream-deleted' });
      const next = await other.appendToStream('S', counted(3), { expectedRevision: 2n });
      expect(next.position!.commit > before.at(-1)!.commitPosition!).toBe(true);
      await other.dispose();
      await filed.stop();
      await rm(directory, { recursive: true });
    });
  });
});
