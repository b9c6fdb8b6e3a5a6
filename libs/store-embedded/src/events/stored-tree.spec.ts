import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  checkLog,
  consistencyProof,
  inclusionProof,
  isConsistent,
  rootOfInclusion,
  signHead,
  type KnownHead,
  type LogCheck,
  type NewEvent,
} from '#kernel/ports';
import { EmbeddedEventStore } from './embedded-event-store.ts';

describe('the tree over the log in SQLite', () => {
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

  /** Appends one stream with so many events. */
  async function written(stream: string, count: number): Promise<void> {
    const events = Array.from({ length: count }, (_, index) => newEvent(`${stream}-${index}`));
    await store.append({ stream, expectedRevision: 'no-stream', events });
  }

  /** Runs SQL as another program would. */
  function besides(sql: string): void {
    const connection = new DatabaseSync(file, { timeout: 0 });
    connection.exec(sql);
    connection.close();
  }

  async function checked(heads: readonly KnownHead[] = []): Promise<LogCheck> {
    const reader = new EmbeddedEventStore(file, { readOnly: true });
    try {
      return await checkLog(reader.tree.places(), { heads, hasTree: true });
    } finally {
      await reader.close();
    }
  }
  const codesOf = ({ findings }: LogCheck): unknown[] => findings.map(({ code, position }) => [code, position]);

  it('has a leaf for every event, made with it, and stands for all of them', async () => {
    await written('S-1', 3);
    await Promise.all(Array.from({ length: 50 }, (_, index) => written(`T-${index}`, 2)));

    const check = await checked();

    expect(check).toMatchObject({ ...store.tree.head(), size: 103, events: 103, position: '103', found: 0 });
  });

  it('goes on where it was after a restart, and after a group that was undone', async () => {
    await written('S-1', 3);
    await store.close();
    store = new EmbeddedEventStore(file, { busyTimeout: 0 });
    await written('S-2', 4);
    besides(`CREATE TRIGGER full BEFORE INSERT ON events WHEN new.stream = 'S-3'
             BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
    await Promise.allSettled([written('S-4', 1), written('S-3', 2)]);
    besides('DROP TRIGGER full');
    await written('S-4', 2);

    expect(await checked()).toMatchObject({ ...store.tree.head(), size: 9, found: 0 });
  });

  it.each([
    ['payload', `data = replace(data, 'S-1-1', 'S-1-x')`],
    ['the space in a payload', `data = data || ' '`],
    ['metadata', `metadata = replace(metadata, 'test', 'tess')`],
    ['stream and revision', `stream = 'S-2', revision = 0`],
    ['id', `event_id = 'another'`],
    ['type', `type = 'Other'`],
    ['time', `recorded_at = recorded_at + 1`],
  ])('tells an event whose row was edited: %s', async (_what, change) => {
    await written('S-1', 5);
    besides(`UPDATE events SET ${change} WHERE position = 2`);

    expect(codesOf(await checked())).toEqual([['EVENT_CHANGED', '2']]);
  });

  it('is not taken for one that is still to be made, by who says so beside its leaves, nor made anew by a start', async () => {
    await written('S-1', 5);
    besides(`UPDATE events SET data = data || ' ' WHERE position = 2; INSERT INTO tree_debt VALUES (5)`);

    expect(codesOf(await checked())).toEqual([['EVENT_CHANGED', '2']]);
    await store.close();
    store = new EmbeddedEventStore(file, { busyTimeout: 0 });
    expect(codesOf(await checked())).toEqual([['EVENT_CHANGED', '2']]);
  });

  it.each([
    ['in the middle', 'position = 3', '3'],
    ['at the end', 'position = 5', '5'],
  ])('tells an event whose row was deleted, %s', async (_where, condition, position) => {
    await written('S-1', 5);
    besides(`DELETE FROM events WHERE ${condition}`);

    expect(codesOf(await checked())).toEqual([['EVENT_REMOVED', position]]);
  });

  it('tells an event that was inserted by hand, also when others were written after it', async () => {
    await written('S-1', 2);
    besides(`INSERT INTO events (stream, revision, event_id, type, recorded_at, data, metadata)
             SELECT 'S-9', revision, event_id, type, recorded_at, data, metadata FROM events WHERE position = 1`);
    await written('S-2', 2);

    expect(codesOf(await checked())).toEqual([['EVENT_ADDED', '3']]);
  });

  it('tells a leaf or a node of it that was changed, removed or moved', async () => {
    await written('S-1', 8);
    const head = store.tree.head();

    besides(`UPDATE tree SET hashes = unhex(hex(substr(hashes, 1, 32)) || hex(zeroblob(32))) WHERE leaf = 1`);
    expect(codesOf(await checked())).toEqual([['TREE_CHANGED', '2']]);

    besides(`DELETE FROM tree WHERE leaf = 4`);
    const codes = codesOf(await checked([{ ...head, name: 'the head of before' }]));
    expect(codes).toContainEqual(['EVENT_ADDED', '5']);
    expect(codes).toContainEqual(['TREE_CHANGED', '6']);
  });

  it.each([
    ['its table', 'DROP TABLE tree'],
    ['all its tables', 'DROP TABLE tree; DROP TABLE tree_head; DROP TABLE tree_debt'],
    ['a column of its table', 'ALTER TABLE tree DROP COLUMN hashes'],
    ['the table of its head', 'DROP TABLE tree_head'],
    ['its leaves', 'DELETE FROM tree'],
    ['its leaves, said to be owed beside a signed head', 'DELETE FROM tree; INSERT INTO tree_debt VALUES (5)'],
  ])('is not owed but lost without %s, and no start makes it anew', async (_what, change) => {
    await written('S-1', 5);
    const { tree } = store;
    tree.keepHead(
      signHead({ ...tree.head(), logId: 'l', at: '2026-03-01T09:30:00.000Z' }, generateKeyPairSync('ed25519')),
    );
    await store.close();
    besides(change);

    const reader = new EmbeddedEventStore(file, { readOnly: true });
    expect(reader.tree.standing()).toBe('lost');
    expect(await checkLog(reader.tree.places(), { heads: [], hasTree: false })).toMatchObject({ events: 5 });
    await reader.close();
    expect(() => new EmbeddedEventStore(file, { busyTimeout: 0 })).toThrow(
      expect.objectContaining({ code: 'LOG_CHANGED', message: expect.stringContaining('restore a backup') }),
    );
  });

  it.each(['events', 'claims', 'log'])(
    'does not help where the table %s is gone: then nothing is read',
    async (table) => {
      await written('S-1', 5);
      await store.close();
      besides(`DROP TABLE ${table}`);

      for (const readOnly of [true, false]) {
        expect(() => new EmbeddedEventStore(file, { readOnly })).toThrow(
          expect.objectContaining({ code: 'LOG_CHANGED' }),
        );
      }
    },
  );

  it('that was made anew over an edited log is told by a head of before, at whatever size that stands', async () => {
    await written('S-1', 6);
    const [earlier, other] = [{ ...store.tree.head(), name: 'then' }, await headOfCopy()];
    await written('S-2', 3);

    expect((await checked([earlier])).found).toBe(0);
    expect(codesOf(await checked([other]))).toEqual([['HEAD_DIFFERS', '6']]);
    expect(codesOf(await checked([{ ...earlier, size: 12, position: '12' }]))).toEqual([['LOG_SHORTENED', undefined]]);
  });

  it('gives proofs of inclusion and consistency to whoever has no more than its heads', async () => {
    await written('S-1', 5);
    const earlier = store.tree.head();
    await written('S-2', 6);
    const later = store.tree.head();
    const sized = ({ size, root }: typeof later) => ({ size, root: Buffer.from(root, 'hex') });
    const { tree } = store;

    const consistency = consistencyProof(earlier.size, later.size, tree.readNode);
    const inclusion = inclusionProof(7, later.size, tree.readNode);

    expect(isConsistent(sized(earlier), sized(later), consistency)).toBe(true);
    const root = rootOfInclusion(tree.readNode(0, 7), { index: 7, size: later.size }, inclusion);
    expect(Buffer.from(root!).toString('hex')).toBe(later.root);
  });

  it('is made over what stands there, once, where the log is older than it; until then a reader is told so', async () => {
    await written('S-1', 1200);
    const head = store.tree.head();
    await store.close();
    besides(`DROP TABLE tree; DROP TABLE tree_head; DROP TABLE tree_debt;
             ALTER TABLE claims DROP COLUMN made_at; PRAGMA user_version = 1`);

    const reader = new EmbeddedEventStore(file, { readOnly: true });
    expect(await reader.readStream('S-1', 1199)).toHaveLength(1);
    expect(reader.tree.standing()).toBe('owed');
    expect(() => reader.tree.head()).toThrow(
      expect.objectContaining({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('start the server once') }),
    );
    await reader.close();
    store = new EmbeddedEventStore(file, { busyTimeout: 0 });

    expect(store.tree.head()).toEqual(head);
    expect(await checked()).toMatchObject({ size: 1200, found: 0 });
  });

  /** The head of a log that was edited and whose tree was made anew, as whoever may write the file can do. */
  async function headOfCopy(): Promise<KnownHead> {
    const copy = new EmbeddedEventStore(join(directory, 'copy.db'));
    const events = Array.from({ length: 6 }, (_, index) => newEvent(`edited-${index}`));
    await copy.append({ stream: 'S-1', expectedRevision: 'no-stream', events });
    const head = { ...copy.tree.head(), name: 'the edited one' };
    await copy.close();
    return head;
  }
});

function newEvent(eventId: string): NewEvent {
  return {
    eventId,
    type: 'Happened',
    data: { n: eventId, text: 'Forlì' },
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
  };
}
