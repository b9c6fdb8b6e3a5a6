import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '../database.ts';
import { Checkpoints } from './checkpoints.ts';

/** As many rows as fill a page each. */
const ROW = 'x'.repeat(4_000);

/** The disk of these does not fail. */
function never(file: string): void {
  throw new Error(file);
}

describe('Pages of a WAL', () => {
  let directory: string;
  let file: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
    file = join(directory, 'a.db');
  });
  afterEach(() => rm(directory, { recursive: true }));

  const open = (checkpoints?: Checkpoints): Database =>
    new Database({
      ...{ file, checkpoints, synchronous: 'NORMAL', version: 1 },
      schema: 'CREATE TABLE rows (number INTEGER PRIMARY KEY, text TEXT)',
    });

  /** What is in the WAL, and how much of that is in the database too. */
  const wal = (): { readonly log: number; readonly checkpointed: number } => {
    const connection = new DatabaseSync(file);
    try {
      return connection.prepare('PRAGMA wal_checkpoint(NOOP)').get() as { log: number; checkpointed: number };
    } finally {
      connection.close();
    }
  };

  const write = (database: Database, rows: number): void => {
    const insert = database.prepare('INSERT INTO rows (text) VALUES (?)');
    database.transaction(() => {
      for (let number = 0; number < rows; number += 1) insert.run(ROW);
    });
  };

  it('are moved into the database by a thread, once there are many', async () => {
    const checkpoints = new Checkpoints(never);
    const database = open(checkpoints);
    checkpoints.start([file]);

    write(database, 1_500);

    while (wal().checkpointed < 1_500) await sleep(5);
    await checkpoints.end();
    database.close();
  });

  it('stay where they are while there are few, as one that is written often is moved once', async () => {
    const checkpoints = new Checkpoints(never);
    const database = open(checkpoints);
    checkpoints.start([file]);
    write(database, 1_500);
    while (wal().checkpointed < 1_500) await sleep(5);

    // A further thousand pages have the thread look again, at the few and at these.
    write(database, 100);
    expect(wal().checkpointed).toBeLessThan(100);
    write(database, 1_000);
    while (wal().checkpointed < 1_100) await sleep(5);
    await checkpoints.end();
    database.close();
  });

  it('are moved by who writes where the thread is not there, and the WAL begins again', () => {
    const database = open(new Checkpoints(never));

    write(database, 3_900);
    expect(wal().checkpointed).toBe(0);
    write(database, 200);
    expect(wal().checkpointed).toBeGreaterThan(4_000);
    write(database, 1);

    expect(wal().log).toBeLessThan(10);
    database.close();
  });

  it('are let go of at the end, so that the file is whole without a WAL', async () => {
    const checkpoints = new Checkpoints(never);
    const database = open(checkpoints);
    checkpoints.start([file]);
    write(database, 10);

    await checkpoints.end();
    database.close();

    expect(readdirSync(directory)).toEqual(['a.db']);
    const alone = new DatabaseSync(file, { readOnly: true });
    expect(alone.prepare('SELECT count(*) AS rows FROM rows').get()).toEqual({ rows: 10 });
    alone.close();
  });

  it('do not keep a process from writing when the thread has failed', async () => {
    const { promise: warned, resolve: warn } = Promise.withResolvers<string>();
    const checkpoints = new Checkpoints(never, warn);
    checkpoints.start([join(directory, 'not', 'there.db')]);
    expect(await warned).toContain('whoever writes moves them');

    const database = open(checkpoints);
    write(database, 5_000);
    expect(wal().checkpointed).toBeGreaterThan(4_000);
    await checkpoints.end();
    database.close();
  });
});
