import { LRUCache } from 'lru-cache';
import type { StatementSync } from 'node:sqlite';
import type { Database } from '../database.ts';
import { columnOf, PRESENT, type ColumnValue, type DocumentColumns } from './document-columns.ts';

/** A document as its table has it. */
export interface DocumentRow {
  readonly key: string;
  readonly position: number;
  /** As in the order of the columns. */
  readonly values: readonly ColumnValue[];
  readonly body: string | null;
}

type PresentRow = readonly [position: number, ...values: ColumnValue[]];

/** Statements that are kept for one table: one for each set of columns that documents change together. */
const KEPT_UPDATES = 64;

/**
 * Writes documents into one table. A document that is there is changed in the columns alone whose values have changed, as SQLite
 * writes an index anew for any column that is named, be it to what it was.
 */
export class DocumentWriter {
  readonly #database: Database;
  readonly #table: string;
  readonly #names: readonly string[];
  readonly #isIndexed: boolean;
  readonly #updates = new LRUCache<string, StatementSync>({ max: KEPT_UPDATES });
  readonly #select: StatementSync;
  readonly #upsert: StatementSync;

  /** @param isIndexed whether the table has its indexes: without them whatever is there is written over */
  constructor(
    database: Database,
    { table, columns, isIndexed }: { table: string; columns: DocumentColumns; isIndexed: boolean },
  ) {
    this.#database = database;
    this.#table = table;
    this.#isIndexed = isIndexed;
    this.#names = columns.tellsPresent ? [PRESENT, ...columns.paths.map(columnOf)] : [];
    const names = ['key', 'position', 'body', ...this.#names];
    this.#select = database.prepareRows(
      `SELECT ${['position', ...this.#names].join(', ')} FROM ${table} WHERE key = ?`,
    );
    const taken = names.slice(1).map((name) => `${name} = excluded.${name}`);
    this.#upsert = database.prepare(
      `INSERT INTO ${table} AS present (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
       ON CONFLICT (key) DO UPDATE SET ${taken.join(', ')} WHERE excluded.position > present.position`,
    );
  }

  /**
   * A document of an older position than what is there is left out.
   * @returns whether it was written
   */
  write({ key, position, values, body }: DocumentRow): boolean {
    const present = this.#isIndexed ? (this.#select.get(key) as unknown as PresentRow | undefined) : undefined;
    if (!present) return this.#upsert.run(key, position, body, ...(this.#names.length > 0 ? values : [])).changes > 0;
    const [at, ...standing] = present;
    if (position <= at) return false;
    const changed = this.#names.flatMap((_name, index) => (values[index] === standing[index] ? [] : index));
    this.#updateOf(changed).run(position, body, ...changed.map((index) => values[index] as ColumnValue), key);
    return true;
  }

  /** @param changed places of columns */
  #updateOf(changed: readonly number[]): StatementSync {
    const which = changed.join();
    const known = this.#updates.get(which);
    if (known) return known;
    const names = ['position', 'body', ...changed.map((index) => this.#names[index] ?? '')];
    const taken = names.map((name) => `${name} = ?`);
    const update = this.#database.prepare(`UPDATE ${this.#table} SET ${taken.join(', ')} WHERE key = ?`);
    this.#updates.set(which, update);
    return update;
  }
}
