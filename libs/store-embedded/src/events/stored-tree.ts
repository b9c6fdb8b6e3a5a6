import type { StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { START, SystemError } from '#kernel/domain';
import {
  entryOf,
  leafHash,
  TreeEdge,
  type CheckedPlace,
  type LogHead,
  type LogTree,
  parseHead,
  isSigned,
  type SignedHead,
  type TreeHash,
  type TreeStanding,
} from '#kernel/ports';
import type { Database } from '../database.ts';
import { EVENT_COLUMNS, textOfRow, type EventRow } from './event-row.ts';
import { TREE_SINCE_VERSION } from './event-schema.ts';
import type { WalOfOther } from '../wal/wal-of-other.ts';
import type { WalSync } from '../wal/wal-sync.ts';
import { mutilated, tablesOfTree } from './whole-tables.ts';

const HASH_BYTES = 32;
const BATCH = 500;

/** Where there are none to be read. */
const NO_LEAVES: Iterator<LeafRow, undefined> = { next: () => ({ done: true, value: undefined }) };

type LeafRow = readonly [leaf: number, position: number, hashes: Uint8Array];

/** The tree of events.db. The process that writes grows it with each event, and has its edge in memory. */
export class StoredTree implements LogTree {
  readonly #database: Database;
  readonly #sync: WalSync | undefined;
  readonly #other: WalOfOther | undefined;
  /** Of the process that writes. Void when a transaction is undone, and before the first event. */
  #edge: TreeEdge | undefined;
  #insert: StatementSync | undefined;

  /**
   * Where the process writes, events that were written before there was a tree get their leaves now.
   * @throws SystemError LOG_CHANGED where leaves are gone: those that a writer added would begin in the middle
   * @param sync of the process that writes: a head that is shown covers nothing that a power cut takes away
   * @param other the same of a process that only reads
   */
  constructor(database: Database, sync?: WalSync, other?: WalOfOther) {
    this.#database = database;
    this.#sync = sync;
    this.#other = other;
    if (database.readOnly) return;
    const standing = this.standing();
    if (standing === 'lost') throw treeLost(database.file);
    if (standing === 'owed') this.#payDebt();
  }

  standing(): TreeStanding {
    return this.#database.snapshot(() => {
      const tables = tablesOfTree(this.#database);
      if (tables === 'none' && this.#version() < TREE_SINCE_VERSION) return 'owed';
      if (tables !== 'all') return 'lost';
      if (this.#lastLeaf() ?? this.#lastPosition() === 0) return 'kept';
      // Leaves are made all at once, and a head is signed over leaves: beside one nothing is owed, whatever a row says.
      return this.#debt() !== undefined && this.#headText() === undefined ? 'owed' : 'lost';
    });
  }

  /** Adds the leaf of an event, in the transaction that writes it. */
  append(row: EventRow): void {
    this.#edge ??= this.#readEdge();
    this.#insert ??= this.#database.prepare('INSERT INTO tree (leaf, position, hashes) VALUES (?, ?, ?)');
    const index = this.#edge.size;
    const hashes = this.#edge.append(leafHash(entryOf(textOfRow(row))));
    this.#insert.run(index, row[0], Buffer.concat(hashes));
  }

  /** To be called when a transaction is undone. */
  forget(): void {
    this.#edge = undefined;
  }

  head(): Pick<LogHead, 'size' | 'position' | 'root'> {
    const standing = this.standing();
    if (standing !== 'kept') throw standing === 'owed' ? treeOwed(this.#database.file) : treeLost(this.#database.file);
    const head = this.#database.snapshot(() => {
      const edge = this.#edge ?? this.#readEdge();
      const [, position = START] = this.#lastLeaf() ?? [];
      return { size: edge.size, position: String(position), root: Buffer.from(edge.root()).toString('hex') };
    });
    this.#makeDurable();
    return head;
  }

  keptHead(): SignedHead | undefined {
    if (tablesOfTree(this.#database) !== 'all') return undefined;
    const text = this.#database.read(() => this.#headText());
    if (text === undefined) return undefined;
    this.#makeDurable();
    const head = parseHead(jsonOf(text));
    if (!head || !isSigned(head)) {
      throw mutilated(this.#database.file, 'what stands in the place of the signed head is none');
    }
    return head;
  }

  keepHead(head: SignedHead): void {
    this.#sync?.refuseFailed();
    this.#database.transaction(() => {
      this.#database.exec('DELETE FROM tree_head');
      this.#database.prepare('INSERT INTO tree_head (head) VALUES (?)').run(JSON.stringify(head));
    });
    this.#sync?.committed();
    this.#sync?.now();
  }

  /** A complete subtree is found with the last of its leaves. */
  readonly readNode = (level: number, index: number): TreeHash => {
    const last = (index + 1) * 2 ** level - 1;
    const row = this.#database.prepareRows('SELECT leaf, position, hashes FROM tree WHERE leaf = ?').get(last);
    const hashed = row && hashesOf(row as unknown as LeafRow)[level];
    if (!hashed) throw damaged(this.#database.file, last);
    return hashed;
  };

  async *places(): AsyncGenerator<CheckedPlace> {
    const hasLeaves = this.standing() === 'kept';
    const lastLeaf = (): number => (hasLeaves ? (this.#lastLeaf()?.[1] ?? 0) : 0);
    const end = this.#database.snapshot(() => Math.max(this.#lastPosition(), lastLeaf()));
    this.#makeDurable();
    const [events, leaves] = [this.#eventsUntil(end), hasLeaves ? this.#leavesUntil(end) : NO_LEAVES];
    let [event, leaf] = [events.next().value, leaves.next().value];
    for (let seen = 1; event ?? leaf; seen += 1) {
      const position = Math.min(event?.[0] ?? Infinity, leaf?.[1] ?? Infinity);
      const [here, over] = [event?.[0] === position ? event : undefined, leaf?.[1] === position ? leaf : undefined];
      yield {
        position: String(position),
        ...(here ? { event: textOfRow(here) } : {}),
        ...(over ? { leaf: { index: over[0], hashes: hashesOf(over) } } : {}),
      };
      if (here) event = events.next().value;
      if (over) leaf = leaves.next().value;
      // It takes long, and may run in a process that has more to do.
      if (seen % BATCH === 0) await nextTurn();
    }
  }

  /** Makes durable what was read, before anybody is told of it. */
  #makeDurable(): void {
    this.#sync?.now();
    this.#other?.now();
  }

  *#eventsUntil(end: number): Generator<EventRow, undefined> {
    const select = this.#database.prepareRows(
      `SELECT ${EVENT_COLUMNS} FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ${BATCH}`,
    );
    for (let seen = -1; ;) {
      const rows = this.#database.read(() => select.all(seen, end)) as unknown as EventRow[];
      const last = rows.at(-1);
      if (!last) return undefined;
      yield* rows;
      [seen] = last;
    }
  }

  *#leavesUntil(end: number): Generator<LeafRow, undefined> {
    const select = this.#database.prepareRows(
      `SELECT leaf, position, hashes FROM tree WHERE leaf > ? ORDER BY leaf LIMIT ${BATCH}`,
    );
    for (let seen = -1; ;) {
      const rows = this.#database.read(() => select.all(seen)) as unknown as LeafRow[];
      const last = rows.at(-1);
      if (!last) return undefined;
      for (const row of rows) {
        if (row[1] > end) return undefined;
        yield row;
      }
      [seen] = last;
    }
  }

  /** All in one transaction: whoever dies on the way leaves the debt as it was. */
  #payDebt(): void {
    this.#database.transaction(() => {
      for (const row of this.#eventsUntil(this.#debt() ?? 0)) this.append(row);
      this.#database.exec('DELETE FROM tree_debt');
    });
  }

  /** Up to which position a row says that leaves are owed. */
  #debt(): number | undefined {
    const [through] = (this.#database.prepareRows('SELECT through FROM tree_debt').get() ?? []) as unknown as [number?];
    return through;
  }

  #headText(): string | undefined {
    const [text] = (this.#database.prepareRows('SELECT head FROM tree_head').get() ?? []) as unknown as [string?];
    return text;
  }

  #version(): number {
    const [version] = this.#database.prepareRows('PRAGMA user_version').get() as unknown as [number];
    return version;
  }

  #readEdge(): TreeEdge {
    const [leaf = -1] = this.#lastLeaf() ?? [];
    return TreeEdge.of(leaf + 1, this.readNode);
  }

  #lastLeaf(): readonly [leaf: number, position: number] | undefined {
    return this.#database.prepareRows('SELECT leaf, position FROM tree ORDER BY leaf DESC LIMIT 1').get() as unknown as
      readonly [number, number] | undefined;
  }

  #lastPosition(): number {
    const [position] = this.#database.prepareRows('SELECT max(position) FROM events').get() as unknown as [
      number | null,
    ];
    return position ?? 0;
  }
}

function hashesOf([, , hashes]: LeafRow): TreeHash[] {
  return Array.from({ length: Math.floor(hashes.length / HASH_BYTES) }, (_, index) =>
    hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function treeOwed(file: string): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `${file} was written before logs had a tree: start the server once, which makes it over what stands there`,
    { file },
  );
}

function treeLost(file: string): SystemError {
  return mutilated(file, 'the tree over its events is gone');
}

function damaged(file: string, leaf: number): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `${file}: the tree of the log lacks leaf ${leaf}: somebody has changed the file; look with "rete-punti verify", and ` +
      'restore a backup',
    { file, leaf },
  );
}
