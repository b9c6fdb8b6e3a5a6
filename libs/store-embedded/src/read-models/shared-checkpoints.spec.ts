import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { BuildId, Checkpoint } from '#kernel/ports';
import { EmbeddedReadModelStore } from './embedded-read-model-store.ts';

describe('checkpoints of read models in SQLite', () => {
  let directory: string;
  let file: string;
  let store: EmbeddedReadModelStore;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
    file = join(directory, 'read-models.db');
    store = new EmbeddedReadModelStore(file);
  });
  afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });

  const at = (position: number): Checkpoint => ({ logId: 'log', position: String(position) });
  const made = (projection: string): Promise<BuildId> => store.createBuild({ projection, version: 1, indexes: [] });
  const move = (checkpoint: Checkpoint, ...builds: BuildId[]): Promise<void> =>
    store.commit(builds.map((build) => ({ build, documents: [], checkpoint })));
  /** As the file has them, whatever the store remembers. */
  async function places(): Promise<Record<string, Checkpoint | undefined>> {
    const reader = new EmbeddedReadModelStore(file, { readOnly: true });
    const builds = await reader.builds();
    await reader.close();
    return Object.fromEntries(builds.map(({ projection, checkpoint }) => [projection, checkpoint]));
  }
  function rows(): unknown[] {
    const beside = new DatabaseSync(file);
    const found = beside.prepare('SELECT position FROM checkpoints ORDER BY position').all();
    beside.close();
    return found.map(({ position }) => position);
  }

  it('are one row for builds that come on together, however many they are', async () => {
    const [a, b, c] = [await made('a'), await made('b'), await made('c')];
    await move(at(1), a, b, c);
    await move(at(2), c, a, b);
    expect(await places()).toEqual({ a: at(2), b: at(2), c: at(2) });
    expect(rows()).toEqual([2]);
  });

  it('stay where they are for builds that are not moved', async () => {
    const [a, b, c] = [await made('a'), await made('b'), await made('c')];
    await made('d');
    await move(at(1), a, b, c);
    await move(at(5), b);
    expect(await places()).toEqual({ a: at(1), b: at(5), c: at(1), d: undefined });
    await move({ ...at(7), incompleteSince: '3' }, a, c);
    expect(await places()).toMatchObject({ a: { ...at(7), incompleteSince: '3' }, b: at(5) });
    await move(at(8), a, b, c);
    expect(await places()).toEqual({ a: at(8), b: at(8), c: at(8), d: undefined });
    expect(rows()).toEqual([8]);
  });

  it('are as before where a commit fails after some were moved, and go on from there', async () => {
    const [a, b] = [await made('a'), await made('b')];
    await move(at(1), a, b);
    const beyond = { logId: 'log', position: '9'.repeat(20) };
    const failing = { build: b, documents: [], checkpoint: beyond };
    await expect(store.commit([{ build: a, documents: [], checkpoint: at(2) }, failing])).rejects.toThrow(RangeError);
    expect([await places(), await store.checkpoint(a)]).toEqual([{ a: at(1), b: at(1) }, at(1)]);
    await move(at(4), b);
    expect(await places()).toEqual({ a: at(1), b: at(4) });
    await move(at(5), a);
    expect(await places()).toEqual({ a: at(5), b: at(4) });
  });

  it('are remembered as the file has them, whatever becomes of what was given', async () => {
    const a = await made('a');
    const given = { logId: 'log', position: '007' };
    await move(given, a);
    given.position = '9';
    expect([await store.checkpoint(a), await places()]).toEqual([at(7), { a: at(7) }]);
  });

  it('are those of the builds that are left when others are dropped', async () => {
    const [a, b] = [await made('a'), await made('b')];
    await move(at(1), a, b);
    await store.dropBuild(a);
    await move(at(2), b);
    const c = await made('c');
    await move(at(3), b, c);
    expect(await places()).toEqual({ b: at(3), c: at(3) });
    expect(rows()).toEqual([3]);
  });

  it('are taken over from a file of the version before, where each build had its own', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await store.makeReady(await made(name));
    await store.close();
    const before = new DatabaseSync(file);
    before.exec(`
      DROP TABLE checkpoints;
      ALTER TABLE builds DROP COLUMN checkpoint;
      ALTER TABLE builds ADD COLUMN log_id TEXT;
      ALTER TABLE builds ADD COLUMN position INTEGER;
      ALTER TABLE builds ADD COLUMN incomplete_since INTEGER;
      UPDATE builds SET log_id = 'log', position = 9 WHERE projection IN ('a', 'b', 'c');
      UPDATE builds SET incomplete_since = 4 WHERE projection = 'c';
      PRAGMA user_version = 2;
    `);
    before.close();
    const standing = { a: at(9), b: at(9), c: { ...at(9), incompleteSince: '4' }, d: undefined };
    // A program that only reads does not upgrade the file.
    expect(await places()).toEqual(standing);
    store = new EmbeddedReadModelStore(file);
    expect(await places()).toEqual(standing);
    expect(rows()).toEqual([9, 9]);
  });
});
