import { rmSync } from 'node:fs';
import type { Database } from '../database.ts';
import { keepPrivate } from '../private-files.ts';
import { createDocuments } from './read-model-schema.ts';

/** Name of the file within the connection. */
const ASIDE = 'aside';

/**
 * Builds that are being made have their documents in a file of their own beside the read models. Nothing of it outlives the process,
 * so that nothing is written twice or waited for: neither a journal on the disk nor a sync. A build that is done is moved to the
 * others; the file goes with the last that is in it.
 */
export class BuildsAside {
  readonly #database: Database;
  readonly #file: string;
  /** Those whose documents are there, by number. */
  readonly #numbers = new Set<number>();
  #isAttached = false;

  constructor(database: Database) {
    this.#database = database;
    this.#file = `${database.file}-aside`;
    // Of a process that died.
    if (!database.readOnly) rmSync(this.#file, { force: true });
  }

  has(number: number): boolean {
    return this.#numbers.has(number);
  }

  /** Where documents of a build are, as SQL. */
  tableOf(number: number): string {
    return `${ASIDE}.doc_${number}`;
  }

  /** Opens the file where it is not; not within a transaction, which cannot. */
  open(): void {
    if (this.#isAttached) return;
    rmSync(this.#file, { force: true });
    keepPrivate(this.#file);
    this.#database.prepare(`ATTACH ? AS ${ASIDE}`).run(this.#file);
    this.#isAttached = true;
    const settings = ['journal_mode = MEMORY', 'synchronous = OFF', 'locking_mode = EXCLUSIVE', 'cache_size = -32768'];
    this.#database.exec(settings.map((setting) => `PRAGMA ${ASIDE}.${setting}`).join(';'));
  }

  /** Makes the table of a build; within the transaction that makes the build. */
  create(number: number, paths: readonly string[]): void {
    this.#database.exec(createDocuments(this.tableOf(number), paths));
    this.#numbers.add(number);
  }

  /** To be called when what is there of a build is not needed any more, and outside of a transaction. */
  drop(number: number): void {
    if (!this.#numbers.delete(number)) return;
    if (this.#numbers.size === 0) this.#remove();
    else this.#database.exec(`DROP TABLE IF EXISTS ${this.tableOf(number)}`);
  }

  /** Removes the file. After the database was closed. */
  close(): void {
    if (this.#isAttached) rmSync(this.#file, { force: true });
  }

  #remove(): void {
    this.#database.exec(`DETACH ${ASIDE}`);
    this.#isAttached = false;
    rmSync(this.#file, { force: true });
  }
}
