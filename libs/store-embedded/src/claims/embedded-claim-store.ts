import type { StatementSync } from 'node:sqlite';
import type { ClaimStore, IdempotencyClaim } from '#kernel';
import { Database } from '../database.ts';
import { GroupCommit } from '../group-commit.ts';

export interface ClaimStoreOptions {
  /** Reads beside the processes that write. */
  readonly readOnly?: boolean | undefined;
  /** Milliseconds that a call waits, and blocks the process, for another program's lock. Default 200. */
  readonly busyTimeout?: number | undefined;
}

const SCHEMA = `
  CREATE TABLE claims (
    command_id TEXT PRIMARY KEY,
    route      TEXT NOT NULL,
    body_hash  TEXT NOT NULL,
    stream     TEXT NOT NULL
  ) WITHOUT ROWID, STRICT`;

/** Claims in a SQLite file of their own, beside a log that is elsewhere. Several processes may write it. */
export class EmbeddedClaimStore implements ClaimStore {
  readonly #database: Database;
  readonly #group: GroupCommit<IdempotencyClaim, { claim: IdempotencyClaim; made: boolean }>;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;

  /** @throws SystemError STORE_UNAVAILABLE when the file cannot be opened, or is of a later version */
  constructor(file: string, options: ClaimStoreOptions = {}) {
    this.#database = new Database({ file, ...options, synchronous: 'FULL', version: 1, schema: SCHEMA });
    this.#insert = this.#database.prepare(
      'INSERT INTO claims (command_id, route, body_hash, stream) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#select = this.#database.prepare(
      'SELECT command_id AS commandId, route, body_hash AS bodyHash, stream FROM claims WHERE command_id = ?',
    );
    this.#group = new GroupCommit({
      database: this.#database,
      apply: (claim) => {
        const { commandId, route, bodyHash, stream } = claim;
        const made = this.#insert.run(commandId, route, bodyHash, stream).changes === 1;
        return { done: { claim: made ? claim : (this.#find(commandId) ?? claim), made } };
      },
    });
  }

  make(claim: IdempotencyClaim): Promise<{ claim: IdempotencyClaim; made: boolean }> {
    return this.#group.submit(claim);
  }

  async find(commandId: string): Promise<IdempotencyClaim | undefined> {
    return this.#database.read(() => this.#find(commandId));
  }

  async close(): Promise<void> {
    this.#group.close();
    this.#database.close();
  }

  #find(commandId: string): IdempotencyClaim | undefined {
    const row = this.#select.get(commandId);
    return row && ({ ...row } as unknown as IdempotencyClaim);
  }
}
