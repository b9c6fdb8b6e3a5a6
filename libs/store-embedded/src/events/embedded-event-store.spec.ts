import { copyFile, mkdtemp, rename, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import { isSystemError } from '#kernel/domain';
import type { AppendRequest, LogBatch, NewEvent, StoredEvent } from '#kernel/ports';
import { EmbeddedEventStore } from './embedded-event-store.ts';

describe('the log in SQLite', () => {
  let directory: string;
  let file: string;
  let store: EmbeddedEventStore;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
    file = join(directory, 'events.db');
    store = new EmbeddedEventStore(file, { busyTimeout: 0 });
  });
  afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });

  const newEvent = (type = 'Happened'): NewEvent => ({
    eventId: 'id',
    type,
    data: { n: 1 },
    metadata: {
      schemaVersion: 1,
      recordedAt: '2026-03-01T09:30:00.000Z',
      $correlationId: 'c',
      $causationId: 'c',
      commandId: 'c',
      actor: { kind: 'policy', name: 'test' },
      scope: {},
      subjects: [],
    },
  });
  const first = (stream: string, ...types: string[]): AppendRequest => ({
    stream,
    expectedRevision: 'no-stream',
    events: (types.length === 0 ? ['Happened'] : types).map(newEvent),
  });
  const codes = (outcomes: readonly PromiseSettledResult<unknown>[]): unknown[] =>
    outcomes.map((outcome) => {
      if (outcome.status === 'fulfilled') return 'written';
      return isSystemError(outcome.reason) ? outcome.reason.code : String(outcome.reason);
    });

  /** Runs SQL as another program would. */
  function besides<T>(work: (connection: DatabaseSync) => T): T {
    const connection = new DatabaseSync(file, { timeout: 0 });
    try {
      return work(connection);
    } finally {
      connection.close();
    }
  }

  describe('for those who follow it', () => {
    const stop = new AbortController();
    afterAll(() => stop.abort());

    /** What a follower is handed next. */
    function follower(after = '0', batchSize = 500): () => Promise<readonly StoredEvent[]> {
      const batches = store.subscribe({ after, batchSize, signal: stop.signal })[Symbol.asyncIterator]();
      return async () => ((await batches.next()).value as LogBatch).events;
    }
    const positionsOf = (events: readonly StoredEvent[]): string[] => events.map(({ position }) => position);

    it('is read once: they share the events that were committed meanwhile, and what was parsed of them', async () => {
      const [one, other] = [follower(), follower()];
      await store.append(first('S-1', 'Happened', 'Happened'));

      const [seen, seenToo] = [await one(), await other()];

      expect(positionsOf(seen)).toEqual(['1', '2']);
      expect(seen.map((event, index) => event === seenToo[index])).toEqual([true, true]);
      expect(seen[1]?.data).toBe(seenToo[1]?.data);
    });

    it('has no gap for one that is further behind than what they share', async () => {
      await store.close();
      const perEvent = JSON.stringify(newEvent().data).length + JSON.stringify(newEvent().metadata).length;
      store = new EmbeddedEventStore(file, { recentText: 20 * perEvent });
      const [slow, far] = [follower('0', 7), follower('35', 500)];

      for (let stream = 0; stream < 50; stream += 1) await store.append(first(`S-${stream}`));

      const seen: string[] = [];
      while (seen.length < 50) seen.push(...positionsOf(await slow()));
      expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => String(index + 1)));
      expect(positionsOf(await far())).toEqual(seen.slice(35));
    });

    it('says nothing of a group that was undone, and all that comes after it', async () => {
      const next = follower();
      await store.append(first('S-1'));
      expect(positionsOf(await next())).toEqual(['1']);
      besides((connection) =>
        connection.exec(`CREATE TRIGGER full BEFORE INSERT ON events WHEN new.type = 'Last'
                         BEGIN SELECT RAISE(ABORT, 'disk full'); END`),
      );
      const undone = await Promise.allSettled([store.append(first('S-2')), store.append(first('S-3', 'Last'))]);
      expect(codes(undone)).toEqual(['STORE_UNAVAILABLE', 'STORE_UNAVAILABLE']);
      await store.append(first('S-4'));

      const seen = await next();
      expect(seen.map(({ stream, position }) => `${stream} ${position}`)).toEqual(['S-4 2']);
    });
  });

  it('commits the appends of one turn together', async () => {
    await Promise.all(Array.from({ length: 100 }, (_, index) => store.append(first(`S-${index}`))));

    expect(store.commits).toBe(1);
    expect(await store.head()).toBe('100');
  });

  it('commits appends of a stream in the same turn one upon the other', async () => {
    const results = await Promise.all([
      store.append(first('S-1')),
      store.append({ ...first('S-1'), expectedRevision: 0 }),
      store.append({ ...first('S-1'), expectedRevision: 1 }),
    ]);

    expect(results.map(({ revision }) => revision)).toEqual([0, 1, 2]);
    expect(store.commits).toBe(1);
  });

  it('gives a burst several transactions, so that others get a turn', async () => {
    await Promise.all(Array.from({ length: 2500 }, (_, index) => store.append(first(`S-${index}`))));

    expect(store.commits).toBe(3);
  });

  it('refuses the whole group while another program holds the file, writes nothing, and goes on after it', async () => {
    await store.append(first('S-0'));
    const holder = new DatabaseSync(file);
    holder.exec('BEGIN EXCLUSIVE');

    const refused = await Promise.allSettled([store.append(first('S-1')), store.append(first('S-2', 'A', 'B'))]);

    expect(codes(refused)).toEqual(['STORE_UNAVAILABLE', 'STORE_UNAVAILABLE']);
    expect((refused[0] as PromiseRejectedResult).reason).toMatchObject({
      message: expect.stringMatching(/events\.db: database is locked; another program holds a lock on it: end that/),
    });
    expect(await store.head()).toBe('1');
    holder.exec('ROLLBACK');
    holder.close();
    await Promise.all([store.append(first('S-1')), store.append(first('S-2', 'A', 'B'))]);
    expect(await store.head()).toBe('4');
  });

  it('undoes the whole group when the disk fails in the middle of it, and remembers no revision of it', async () => {
    await store.append(first('S-0'));
    besides((connection) =>
      connection.exec(`CREATE TRIGGER full BEFORE INSERT ON events WHEN new.type = 'Last'
                       BEGIN SELECT RAISE(ABORT, 'disk full'); END`),
    );

    const group = await Promise.allSettled([
      store.append(first('S-1')),
      store.append({ ...first('S-0'), expectedRevision: 0 }),
      store.append(first('S-2', 'A', 'B', 'Last')),
      store.append(first('S-3')),
    ]);

    expect(codes(group)).toEqual(Array.from({ length: 4 }, () => 'STORE_UNAVAILABLE'));
    expect(await store.head()).toBe('1');
    besides((connection) => connection.exec('DROP TRIGGER full'));
    const again = await Promise.allSettled([
      store.append(first('S-1')),
      store.append({ ...first('S-0'), expectedRevision: 0 }),
      store.append(first('S-2', 'A', 'B', 'Last')),
    ]);
    expect(codes(again)).toEqual(['written', 'written', 'written']);
    expect((await store.readStream('S-2')).map(({ type }) => type)).toEqual(['A', 'B', 'Last']);
  });

  it('parses an event when it is first asked for, once, and says when its text is broken', async () => {
    await store.append(first('S-1', 'Broken', 'Whole'));
    besides((connection) => connection.exec(`UPDATE events SET data = '{"n":' WHERE type = 'Broken'`));

    const [broken, whole] = await store.readStream('S-1');

    expect(broken!.type).toBe('Broken');
    expect(broken!.metadata).toMatchObject({ commandId: 'c' });
    expect(() => broken!.data).toThrow(SyntaxError);
    expect(whole!.data).toBe(whole!.data);
  });

  it('refuses a file of a later version, and says what to do', () => {
    besides((connection) => connection.exec('PRAGMA user_version = 99'));

    expect(() => new EmbeddedEventStore(file)).toThrow(
      expect.objectContaining({
        code: 'STORE_UNAVAILABLE',
        message: expect.stringMatching(/later version of rete-punti .*install that version, or restore a backup/),
      }),
    );
  });

  it('finds a record that was looked for before it was there, and then gives nothing under it a second time', async () => {
    const idempotency = { commandId: 'c-1', route: 'POST /', bodyHash: 'h', stream: 'S-1' };
    expect(await store.findIdempotencyRecord('c-1')).toBeUndefined();
    const undone = store.append({ ...first('S-1'), expectedRevision: 4, idempotency });
    await expect(undone).rejects.toMatchObject({ code: 'WRONG_EXPECTED_REVISION' });
    expect(await store.findIdempotencyRecord('c-1')).toBeUndefined();
    const reader = new EmbeddedEventStore(file, { readOnly: true });
    expect(await reader.findIdempotencyRecord('c-1')).toBeUndefined();
    await store.append({ ...first('S-1'), idempotency });
    expect(await store.findIdempotencyRecord('c-1')).toEqual(idempotency);
    expect(await reader.findIdempotencyRecord('c-1')).toEqual(idempotency);
    await reader.close();
    const again = store.append({ ...first('S-2'), idempotency });
    await expect(again).rejects.toMatchObject({ code: 'IDEMPOTENCY_RECORD_EXISTS' });
  });

  it('forgets the idempotency records of before a time, and no event with them', async () => {
    const record = (index: number) => ({
      commandId: `c-${index}`,
      route: 'POST /',
      bodyHash: 'h',
      stream: `S-${index}`,
    });
    const many = Array.from({ length: 1100 }, (_, index) => ({ ...first(`S-${index}`), idempotency: record(index) }));
    await Promise.all(many.map((request) => store.append(request)));

    expect(await store.forgetIdempotencyRecords(Date.now() - 60_000)).toBe(0);
    expect(await store.findIdempotencyRecord('c-7')).toEqual(record(7));
    expect(await store.forgetIdempotencyRecords(Date.now() + 60_000)).toBe(1100);

    expect(await store.findIdempotencyRecord('c-7')).toBeUndefined();
    expect(await store.head()).toBe('1100');
  });

  it('reads a file of the first version, whose records count from its upgrade', async () => {
    const idempotency = { commandId: 'c-1', route: 'POST /', bodyHash: 'h', stream: 'S-1' };
    await store.append({ ...first('S-1'), idempotency });
    await store.close();
    besides((connection) =>
      connection.exec(`DROP TABLE tree; DROP TABLE tree_head; DROP TABLE tree_debt;
                       ALTER TABLE claims DROP COLUMN made_at; PRAGMA user_version = 1`),
    );

    const reader = new EmbeddedEventStore(file, { readOnly: true });
    expect(await reader.findIdempotencyRecord('c-1')).toEqual(idempotency);
    await reader.close();
    store = new EmbeddedEventStore(file, { busyTimeout: 0 });

    expect(await store.forgetIdempotencyRecords(Date.now() - 60_000)).toBe(0);
    expect(await store.findIdempotencyRecord('c-1')).toEqual(idempotency);
    await store.append({ ...first('S-2'), idempotency: { ...idempotency, commandId: 'c-2', stream: 'S-2' } });
  });

  it('lets others have their turn during a long replay', async () => {
    await store.append(first('S-1', ...Array.from({ length: 1000 }, () => 'Happened')));
    let turns = 0;
    let replaying = true;
    const turn = (): void => {
      turns += 1;
      if (replaying) setImmediate(turn);
    };
    setImmediate(turn);

    for await (const { events } of store.readLog({ after: '0', batchSize: 100 })) expect(events).toHaveLength(100);
    replaying = false;

    expect(turns).toBeGreaterThanOrEqual(9);
  });

  it('gives what comes while a follower has a batch in hand, and reads nothing back that this process has written', async () => {
    let looks = 0;
    const { prototype } = StatementSync;
    const all = prototype.all;
    prototype.all = new Proxy(all, {
      apply: (target, statement, values): unknown => {
        looks += 1;
        return Reflect.apply(target, statement, values);
      },
    });
    await store.append(first('S-0'));
    const end = new AbortController();
    const seen: number[] = [];
    const following = (async () => {
      for await (const { events } of store.subscribe({ after: '0', signal: end.signal })) {
        if (seen.length === 0) await store.append(first('S-1'));
        seen.push(events.length);
        if (seen.length === 3) end.abort();
      }
    })();
    while (seen.length < 2) await turn();

    for (let pause = 0; pause < 5; pause += 1) await turn();
    await store.append(first('S-2'));
    await following;

    expect(seen).toEqual([1, 1, 1]);
    expect(looks).toBe(0);
    prototype.all = all;
  });

  it('commits what was submitted when it is closed, and says that it is closed afterwards', async () => {
    const submitted = store.append(first('S-1'));
    await store.close();

    await expect(submitted).resolves.toEqual({ revision: 0, positions: ['1'] });
    const calls = [store.append(first('S-2')), store.head(), store.readStream('S-1'), store.findIdempotencyRecord('c')];
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
        message: expect.stringContaining('closed'),
      });
    }
  });

  it.each<[string, () => Promise<void>]>([
    [
      'another one is moved into its place',
      async () => {
        await copyFile(file, `${file}.copy`);
        await rename(`${file}.copy`, file);
      },
    ],
    ['it is removed', () => rm(file)],
    [
      'it is written over by a shorter one',
      async () => {
        besides((other) => other.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
        await store.head();
        await truncate(file, 4_096);
      },
    ],
    ['what was written last is removed beside it', () => rm(`${file}-wal`)],
  ])('refuses to write a file, and to tell its end, once %s', async (_how, change) => {
    await store.append(first('S-1'));
    expect(await store.head()).toBe('1');
    await change();

    const calls = [store.append(first('S-2')), store.append(first('S-3')), store.head()];
    expect(codes(await Promise.allSettled(calls))).toEqual(['LOG_CHANGED', 'LOG_CHANGED', 'LOG_CHANGED']);
  });

  it('writes on beside other programs that look at the file, or move what was written last into it', async () => {
    await store.append(first('S-1'));
    besides((other) => other.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
    besides((other) => other.exec(`VACUUM INTO '${file}.copy'`));

    expect((await store.append(first('S-2'))).revision).toBe(0);
    expect(await store.head()).toBe('2');
  });
});
