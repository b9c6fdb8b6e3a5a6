import type { StatementSync } from 'node:sqlite';
import type { IdempotencyStore, IdempotencyRecord } from '#kernel/ports';
import { Database } from '../database.ts';
import { GroupCommit } from '../group-commit.ts';

export interface IdempotencyStoreOptions {
  /** Reads beside the processes that write. */
  readonly readOnly?: boolean | undefined;
  /** Milliseconds that a call waits, and blocks the process, for another program's lock. Default 200. */
  readonly busyTimeout?: number | undefined;
}

/** The table is called as it was when the first file was made. */
const SCHEMA = `
  CREATE TABLE claims (
    command_id TEXT PRIMARY KEY,
    route      TEXT NOT NULL,
    body_hash  TEXT NOT NULL,
    stream     TEXT NOT NULL
  ) WITHOUT ROWID, STRICT`;

/** Idempotency records in a SQLite file of their own, beside a log that is elsewhere. Several processes may write it. */
export class EmbeddedIdempotencyStore implements IdempotencyStore {
  readonly #database: Database;
  readonly #group: GroupCommit<IdempotencyRecord, { record: IdempotencyRecord; made: boolean }>;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;

  /** @throws SystemError STORE_UNAVAILABLE when the file cannot be opened, or is of a later version */
  constructor(file: string, options: IdempotencyStoreOptions = {}) {
    this.#database = new Database({ file, ...options, synchronous: 'FULL', version: 1, schema: SCHEMA });
    this.#insert = this.#database.prepare(
      'INSERT INTO claims (command_id, route, body_hash, stream) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#select = this.#database.prepare(
      'SELECT command_id AS commandId, route, body_hash AS bodyHash, stream FROM claims WHERE command_id = ?',
    );
    this.#group = new GroupCommit({
      database: this.#database,
      apply: (record) => {
        const { commandId, route, bodyHash, stream } = record;
        const made = this.#insert.run(commandId, route, bodyHash, stream).changes === 1;
        return { done: { record: made ? record : (this.#find(commandId) ?? record), made } };
      },
    });
  }

  make(record: IdempotencyRecord): Promise<{ record: IdempotencyRecord; made: boolean }> {
    return this.#group.submit(record);
  }

  async find(commandId: string): Promise<IdempotencyRecord | undefined> {
    return this.#database.read(() => this.#find(commandId));
  }

  async close(): Promise<void> {
    this.#group.close();
    this.#database.close();
  }

  #find(commandId: string): IdempotencyRecord | undefined {
    const row = this.#select.get(commandId);
    return row && ({ ...row } as unknown as IdempotencyRecord);
  }
}
