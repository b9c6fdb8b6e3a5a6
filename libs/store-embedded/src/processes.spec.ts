import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { lockDirectory, openEmbeddedStores, type EmbeddedStores } from '#store-embedded';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What the scripts of the other processes begin with. They run from the sources, as these tests do. */
const PROLOGUE = `
  import { randomUUID } from 'node:crypto';
  import { writeSync } from 'node:fs';
  import { join } from 'node:path';
  import { lockDirectory, openEmbeddedStores } from '${new URL('index.ts', import.meta.url).href}';
  const directory = process.env.DIRECTORY;
  const say = (line) => writeSync(1, line + '\\n');
  const eventOf = (number) => ({
    eventId: randomUUID(),
    type: 'Numbered',
    data: { number, filling: 'x'.repeat(300) },
    metadata: {
      schemaVersion: 1, recordedAt: new Date().toISOString(), $correlationId: 'c', $causationId: 'c', commandId: 'c',
      actor: { kind: 'policy', name: 'test' }, scope: {}, subjects: [],
    },
  });
`;

/** Twenty writers, each on a stream of its own, who tell of every append once it is acknowledged. */
const WRITERS = `
  const stores = openEmbeddedStores(directory);
  const write = async (stream) => {
    for (let revision = 0; ; revision += 1) {
      const expectedRevision = revision === 0 ? 'no-stream' : revision - 1;
      await stores.eventStore.append({ stream, expectedRevision, events: [eventOf(revision)] });
      say(stream + ' ' + revision);
    }
  };
  for (let writer = 0; writer < 20; writer += 1) void write('Writer-' + writer);
`;

/** Its disk keeps nothing more; it closes its stores, and ends as nothing is left to do. */
const FAILING = `
  const { Syncs } = await import('${new URL('wal/syncs.ts', import.meta.url).href}');
  const stores = openEmbeddedStores(directory);
  Syncs.prototype.fdatasync = (descriptor, answer) =>
    setImmediate(() => answer(Object.assign(new Error('EIO'), { code: 'EIO' })));
  const failed = await stores.eventStore
    .append({ stream: 'S', expectedRevision: 'no-stream', events: [eventOf(0)] })
    .catch(({ code }) => code);
  say(failed);
  await stores.close();
  process.exitCode = 3;
`;

/** Its threads of syncs are ended by somebody else, who knows when they begin. */
const WITHOUT_THREADS = `
  process.on('worker', (thread) => setImmediate(() => thread.terminate()));
  const { EmbeddedEventStore } = await import('${new URL('events/embedded-event-store.ts', import.meta.url).href}');
  const store = new EmbeddedEventStore(join(directory, 'events.db'));
  const append = (revision) =>
    store.append({ stream: 'S', expectedRevision: revision === 0 ? 'no-stream' : revision - 1, events: [eventOf(revision)] });
  const write = async () => {
    for (let revision = 0; ; revision += 1) await append(revision);
  };
  say(await write().catch(({ code }) => code));
  say(await store.head().catch(({ message }) => message));
  await store.close();
`;

/** Writes until its databases may not grow any more, which its thread is the first to find out. */
const GROWING = `
  const stores = openEmbeddedStores(directory);
  const write = async () => {
    for (let revision = 0; ; revision += 1) {
      const event = { ...eventOf(0), data: 'x'.repeat(1_000_000) };
      const expectedRevision = revision === 0 ? 'no-stream' : revision - 1;
      await stores.eventStore.append({ stream: 'S', expectedRevision, events: [event] });
    }
  };
  const { message } = await write().catch((error) => error);
  say(stores.damagedFiles().join() + ': ' + message);
`;

describe('several processes', () => {
  let directory: string;
  const children: ChildProcessByStdio<null, Readable, null>[] = [];
  const opened: EmbeddedStores[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await killed(child);
    for (const stores of opened.splice(0)) await stores.close();
    await rm(directory, { recursive: true });
  });

  /** @param largest size that its files may have, in KiB; any when absent */
  function elsewhere(
    script: string,
    largest?: number,
  ): { child: ChildProcessByStdio<null, Readable, null>; lines: Interface } {
    const flags = ['--conditions=rete-punti-src', '--experimental-transform-types', '--no-warnings'];
    // A file, as threads of a process that was given its script as an argument do not begin.
    const file = join(directory, `script-${children.length}.mjs`);
    writeFileSync(file, PROLOGUE + script);
    const limited = ['-c', `ulimit -f ${largest ?? 'unlimited'} && exec "$@"`, 'limited', process.execPath];
    const child = spawn('bash', [...limited, ...flags, file], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, DIRECTORY: directory },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    return { child, lines: createInterface(child.stdout) };
  }

  async function killed(child: ChildProcessByStdio<null, Readable, null>): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  function open(options: { readOnly?: boolean; pollInterval?: number } = {}): EmbeddedStores {
    const stores = openEmbeddedStores(directory, options);
    opened.push(stores);
    return stores;
  }

  it.each([300, 2000])(
    'lose nothing that was acknowledged when the writer is killed (after %d appends)',
    async (count) => {
      const { child, lines } = elsewhere(WRITERS);
      const acknowledged = new Map<string, number>();
      let heard = 0;
      for await (const line of lines) {
        const [stream, revision] = line.split(' ') as [string, string];
        acknowledged.set(stream, Number(revision));
        heard += 1;
        if (heard === count) child.kill('SIGKILL');
      }

      const { eventStore } = open();

      expect(acknowledged.size).toBe(20);
      for (const [stream, revision] of acknowledged) {
        const events = await eventStore.readStream(stream);
        expect(events.length).toBeGreaterThan(revision);
        expect(events.map((event) => (event.data as { number: number }).number)).toEqual([...events.keys()]);
      }
    },
  );

  it('are told that the outcome is unknown when the thread that syncs is gone', async () => {
    const { child, lines } = elsewhere(WITHOUT_THREADS);
    const ended = once(child, 'exit');
    const said = lines[Symbol.asyncIterator]();

    expect(await said.next()).toMatchObject({ value: 'OUTCOME_UNKNOWN' });
    expect(await said.next()).toMatchObject({ value: expect.stringContaining('start the server again') });
    expect(await ended).toEqual([0, null]);
  });

  it('leave the WAL where it is when a sync has failed, however they end', async () => {
    const { child, lines } = elsewhere(FAILING);
    const ended = once(child, 'exit') as Promise<[number]>;
    expect(await once(lines, 'line')).toEqual(['OUTCOME_UNKNOWN']);
    const [code] = await ended;

    expect(code).toBe(3);
    expect((await stat(join(directory, 'events.db-wal'))).size).toBeGreaterThan(0);
  });

  it('move no more pages once the disk has failed their thread: a second try may be told that all is well', async () => {
    const { child, lines } = elsewhere(GROWING, 24_000);

    const [said] = (await once(lines, 'line')) as [string];
    await once(child, 'exit');

    expect(said).toMatch(/^events\.db: .*the disk has not kept what was written/);
    expect((await stat(join(directory, 'events.db-wal'))).size).toBeGreaterThan(0);
  });

  it('read and follow the log while another writes it, and when that one has died', async () => {
    const { child, lines } = elsewhere(WRITERS);
    await once(lines, 'line');
    const { eventStore } = open({ readOnly: true, pollInterval: 5 });
    const end = new AbortController();

    let last = 0n;
    let seen = 0;
    for await (const { events } of eventStore.subscribe({ after: '0', signal: end.signal })) {
      for (const { position } of events) expect(BigInt(position)).toBeGreaterThan(last);
      last = BigInt(events.at(-1)!.position);
      seen += events.length;
      if (seen > 1000) end.abort();
    }
    await killed(child);

    const afterwards = open({ readOnly: true });
    let found = 0;
    for await (const { events } of afterwards.eventStore.readLog({ after: '0' })) found += events.length;
    expect(found).toBeGreaterThanOrEqual(seen);
    expect(String(found)).toBe(await afterwards.eventStore.head());
  });

  it('do not write what they opened for reading', async () => {
    await open().close();
    const { eventStore, keys, readModels, work } = open({ readOnly: true });
    const readingOnly = { code: 'STORE_UNAVAILABLE', message: expect.stringContaining('for reading only') };

    await expect(eventStore.renewLogId()).rejects.toMatchObject(readingOnly);
    await expect(keys.erase('subject')).rejects.toMatchObject(readingOnly);
    await expect(work.reset('process')).rejects.toMatchObject(readingOnly);
    await expect(readModels.createBuild({ projection: 'p', version: 1, indexes: [] })).rejects.toMatchObject(
      readingOnly,
    );
  });

  it('are refused when another serves the directory, and told by whom, until that one is gone', async () => {
    const { child, lines } = elsewhere(`lockDirectory(directory); say('locked'); setInterval(() => {}, 1000);`);
    await once(lines, 'line');

    expect(() => lockDirectory(directory)).toThrow(
      expect.objectContaining({
        code: 'STORE_UNAVAILABLE',
        message:
          `the directory ${directory} is in use by the server with process id ${String(child.pid)}: ` +
          'stop that one first, or give this one a directory of its own',
      }),
    );

    await killed(child);
    lockDirectory(directory).release();
  });

  it('are refused however often the holder itself tries to lock again', async () => {
    const lock = lockDirectory(directory);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(() => lockDirectory(directory)).toThrow(`process id ${process.pid}`);
    }

    const { lines } = elsewhere(`
      try { lockDirectory(directory); say('locked'); } catch (error) { say(error.code + ' ' + error.facts.pid); }
    `);
    expect(await once(lines, 'line')).toEqual([`STORE_UNAVAILABLE ${process.pid}`]);

    lock.release();
    const second = elsewhere(`lockDirectory(directory); say('locked');`);
    expect(await once(second.lines, 'line')).toEqual(['locked']);
  });

  it('leave nothing in the way of the next server but a small file', async () => {
    const lock = lockDirectory(directory);
    lock.release();

    expect((await readFile(join(directory, 'server.lock'))).length).toBeLessThan(10_000);
    lockDirectory(directory).release();
  });
});
