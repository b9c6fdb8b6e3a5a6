import type { StatementSync } from 'node:sqlite';
import type { AccessLog, AccessLogEntry, AccessLogFilter } from '#kernel/ports';
import type { Database } from '../database.ts';
import { GroupCommit } from '../group-commit.ts';
import { openWorkFile, type WorkFileOptions } from './work-schema.ts';

interface AccessRow {
  at: string;
  actor_id: string;
  role: string;
  office: string | null;
  purpose: string;
  subject: string;
  fields: string;
  resource: string;
}

/** Who read whose personal data, in work.db. Entries of one turn share one fsync. */
export class EmbeddedAccessLog implements AccessLog {
  readonly #database: Database;
  readonly #insert: StatementSync;
  readonly #group: GroupCommit<readonly AccessLogEntry[], undefined>;

  /** @throws SystemError STORE_UNAVAILABLE when the file cannot be opened, or is of a later version */
  constructor(file: string, options: WorkFileOptions = {}) {
    const database = openWorkFile(file, 'FULL', options);
    this.#database = database;
    this.#insert = database.prepare(
      `INSERT INTO accesses (at, actor_id, role, office, purpose, subject, fields, resource)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#group = new GroupCommit({
      database,
      apply: (entries) => {
        for (const entry of entries) this.#write(entry);
        return { done: undefined };
      },
    });
  }

  /** Transactions so far: with concurrent readers fewer than entries. */
  get commits(): number {
    return this.#group.commits;
  }

  async record(entries: readonly AccessLogEntry[]): Promise<void> {
    if (entries.length > 0) await this.#group.submit(entries);
  }

  async list({ subject, actorId, limit }: AccessLogFilter): Promise<readonly AccessLogEntry[]> {
    const columns: string[] = [];
    const values: string[] = [];
    if (subject !== undefined) {
      columns.push('subject = ?');
      values.push(subject);
    }
    if (actorId !== undefined) {
      columns.push('actor_id = ?');
      values.push(actorId);
    }
    const where = columns.length === 0 ? '' : `WHERE ${columns.join(' AND ')}`;
    const select = this.#database.prepare(`SELECT * FROM accesses ${where} ORDER BY at DESC, number DESC LIMIT ?`);
    const rows = this.#database.read(() => select.all(...values, limit)) as unknown as AccessRow[];
    return rows.map(entryOf);
  }

  async close(): Promise<void> {
    this.#group.close();
    this.#database.close();
  }

  #write({ at, actorId, role, office, purpose, subject, fields, resource }: AccessLogEntry): void {
    this.#insert.run(at, actorId, role, office ?? null, purpose, subject, JSON.stringify(fields), resource);
  }
}

function entryOf(row: AccessRow): AccessLogEntry {
  return {
    at: row.at,
    actorId: row.actor_id,
    role: row.role,
    ...(row.office === null ? {} : { office: row.office }),
    purpose: row.purpose,
    subject: row.subject,
    fields: JSON.parse(row.fields) as string[],
    resource: row.resource,
  };
}
