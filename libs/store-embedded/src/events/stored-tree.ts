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
  type SignedHead,
  type TreeHash,
} from '#kernel/ports';
import type { Database } from '../database.ts';
import { EVENT_COLUMNS, textOfRow, type EventRow } from './event-row.ts';

const HASH_BYTES = 32;
const BATCH = 500;

type LeafRow = readonly [leaf: number, position: number, hashes: Uint8Array];

/** The tree of events.db. The process that writes grows it with each event, and has its edge in memory. */
export class StoredTree implements LogTree {
  readonly #database: Database;
  /** Of the process that writes. Void when a transaction is undone, and before the first event. */
  #edge: TreeEdge | undefined;
  #insert: StatementSync | undefined;

  /** Where the process writes, events that were written before there was a tree get their leaves now. */
  constructor(database: Database) {
    this.#database = database;
    if (!database.readOnly) this.#payDebt();
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
    return this.#database.snapshot(() => {
      this.#refuseMissing();
      const edge = this.#edge ?? this.#readEdge();
      const [, position = START] = this.#lastLeaf() ?? [];
      return { size: edge.size, position: String(position), root: Buffer.from(edge.root()).toString('hex') };
    });
  }

  keptHead(): SignedHead | undefined {
    this.#refuseMissing();
    const row = this.#database.prepareRows('SELECT head FROM tree_head').get() as unknown as [string] | undefined;
    return row && (JSON.parse(row[0]) as SignedHead);
  }

  keepHead(head: SignedHead): void {
    this.#database.transaction(() => {
      this.#database.exec('DELETE FROM tree_head');
      this.#database.prepare('INSERT INTO tree_head (head) VALUES (?)').run(JSON.stringify(head));
    });
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
    this.#refuseMissing();
    const end = this.#database.snapshot(() => Math.max(this.#lastPosition(), this.#lastLeaf()?.[1] ?? 0));
    const [events, leaves] = [this.#eventsUntil(end), this.#leavesUntil(end)];
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
    const through = this.#debt();
    if (through === undefined) return;
    this.#database.transaction(() => {
      for (const row of this.#eventsUntil(through)) this.append(row);
      this.#database.exec('DELETE FROM tree_debt');
    });
  }

  /** Up to which position leaves are owed. They are made all at once: beside any leaf nothing is, whatever a row says. */
  #debt(): number | undefined {
    if (this.#lastLeaf()) return undefined;
    const [through] = (this.#database.prepareRows('SELECT through FROM tree_debt').get() ?? []) as unknown as [number?];
    return through;
  }

  /** A file that only a reader has opened since there are trees has none, or one that does not begin at the start. */
  #refuseMissing(): void {
    const [exists] = this.#database
      .prepareRows(`SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'tree_debt'`)
      .get() as unknown as [number];
    if (exists === 0 || this.#debt() !== undefined) throw noTree(this.#database.file);
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

function noTree(file: string): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `${file} was written before logs had a tree: start the server once, which makes it over what stands there`,
    { file },
  );
}

function damaged(file: string, leaf: number): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `${file}: the tree of the log lacks leaf ${leaf}: somebody has changed the file; look with "rete-punti verify", and ` +
      'restore a backup',
    { file, leaf },
  );
}
