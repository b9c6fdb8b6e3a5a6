import type { StatementSync } from 'node:sqlite';
import type { IdempotencyStore, IdempotencyRecord } from '#kernel/ports';
import { Database } from '../database.ts';
import { GroupCommit } from '../group-commit.ts';
import { FORGOTTEN_AT_ONCE, forgetInParts } from './forget-in-parts.ts';

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
    stream     TEXT NOT NULL,
    made_at    INTEGER NOT NULL -- milliseconds since the epoch
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX claims_made_at ON claims (made_at)`;

/** Up to version 1 no time was noted: such records count from the upgrade. */
const UPGRADES = [
  `ALTER TABLE claims ADD COLUMN made_at INTEGER NOT NULL DEFAULT 0;
   UPDATE claims SET made_at = unixepoch() * 1000;
   CREATE INDEX claims_made_at ON claims (made_at)`,
];

/** Idempotency records in a SQLite file of their own, beside a log that is elsewhere. Several processes may write it. */
export class EmbeddedIdempotencyStore implements IdempotencyStore {
  readonly #database: Database;
  readonly #group: GroupCommit<IdempotencyRecord, IdempotencyRecord>;
  /** Prepared when it is first needed: a reader may have a file of an earlier version. */
  #insert: StatementSync | undefined;
  readonly #select: StatementSync;

  /** @throws SystemError STORE_UNAVAILABLE when the file cannot be opened, or is of a later version */
  constructor(file: string, options: IdempotencyStoreOptions = {}) {
    this.#database = new Database({
      ...{ file, ...options },
      ...{ synchronous: 'FULL', version: 2, schema: SCHEMA, upgrades: UPGRADES },
    });
    this.#select = this.#database.prepare(
      'SELECT command_id AS commandId, route, body_hash AS bodyHash, stream FROM claims WHERE command_id = ?',
    );
    this.#group = new GroupCommit({
      database: this.#database,
      apply: (record) => {
        const { commandId, route, bodyHash, stream } = record;
        this.#insert ??= this.#database.prepare(
          'INSERT INTO claims (command_id, route, body_hash, stream, made_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
        );
        const made = this.#insert.run(commandId, route, bodyHash, stream, Date.now()).changes === 1;
        return { done: made ? record : (this.#find(commandId) ?? record) };
      },
    });
  }

  make(record: IdempotencyRecord): Promise<IdempotencyRecord> {
    return this.#group.submit(record);
  }

  async find(commandId: string): Promise<IdempotencyRecord | undefined> {
    return this.#database.read(() => this.#find(commandId));
  }

  async forget(before: number): Promise<number> {
    const forgetSome = this.#database.prepare(
      `DELETE FROM claims WHERE command_id IN
         (SELECT command_id FROM claims WHERE made_at < ? ORDER BY made_at LIMIT ${FORGOTTEN_AT_ONCE})`,
    );
    return forgetInParts(this.#database, forgetSome, before);
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
