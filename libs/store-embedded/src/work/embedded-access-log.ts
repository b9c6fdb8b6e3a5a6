import type { StatementSync } from 'node:sqlite';
import type { AccessLog, AccessLogEntry, AccessLogFilter, AccessOutcome, StoredAccess } from '#kernel/ports';
import type { Database, StoreFileOptions } from '../database.ts';
import { GroupCommit } from '../group-commit.ts';
import { notDurable } from '../wal/sync-failure.ts';
import { WalOfOther } from '../wal/wal-of-other.ts';
import { WalSync } from '../wal/wal-sync.ts';
import { openWorkFile } from './work-schema.ts';

interface AccessRow {
  number: number;
  at: string;
  actor_id: string;
  role: string;
  office: string | null;
  purpose: string;
  /** Empty where there is none. */
  subject: string;
  fields: string;
  resource: string;
  /** Absent, as `refusal`, from a file of an earlier version that is only read. */
  outcome?: AccessOutcome;
  refusal?: string | null;
}

/** Who wanted whose personal data, in work.db. Entries that come together share one sync. */
export class EmbeddedAccessLog implements AccessLog {
  readonly #database: Database;
  #insert: StatementSync | undefined;
  readonly #group: GroupCommit<readonly AccessLogEntry[], undefined>;
  /** Of the process that writes. */
  readonly #sync: WalSync | undefined;
  /** Of a reader. */
  readonly #other: WalOfOther | undefined;

  /** @throws SystemError STORE_UNAVAILABLE when the file cannot be opened, or is of a later version */
  constructor(file: string, options: StoreFileOptions = {}) {
    // Nobody else closes what was opened by a constructor that fails.
    using opened = new DisposableStack();
    this.#other = options.readOnly ? opened.use(new WalOfOther(file)) : undefined;
    const database = opened.use(openWorkFile(file, options));
    this.#database = database;
    const sync = options.readOnly ? undefined : opened.use(new WalSync(file, { failure: notDurable }));
    this.#sync = sync;
    this.#group = new GroupCommit({
      database,
      apply: (entries) => {
        for (const entry of entries) this.#write(entry);
        return { done: undefined };
      },
      check: () => sync?.refuseFailed(),
      durable: async () => {
        sync?.committed();
        await sync?.reached();
      },
    });
    opened.move();
  }

  /** Transactions so far: with concurrent readers fewer than entries. */
  get commits(): number {
    return this.#group.commits;
  }

  async record(entries: readonly AccessLogEntry[]): Promise<void> {
    if (entries.length > 0) await this.#group.submit(entries);
  }

  async list(filter: AccessLogFilter): Promise<readonly StoredAccess[]> {
    const { sql, values } = selectionOf(filter);
    const select = this.#database.prepare(sql);
    const rows = this.#database.read(() => select.all(...values)) as unknown as AccessRow[];
    // Nobody is shown what a power cut takes away.
    await this.#sync?.reached();
    this.#other?.now();
    return rows.map(entryOf);
  }

  /** How SQLite would look entries up, a line for each step. */
  explain(filter: AccessLogFilter): readonly string[] {
    const { sql, values } = selectionOf(filter);
    const plan = this.#database.prepare(`EXPLAIN QUERY PLAN ${sql}`);
    return this.#database.read(() => plan.all(...values)).map(({ detail }) => String(detail));
  }

  async close(): Promise<void> {
    this.#group.close();
    // As of the log: where nothing is to be waited for all is closed when this returns.
    if (this.#sync && this.#sync.end !== Infinity) await Promise.allSettled([this.#sync.reached()]);
    this.#database.close();
    this.#sync?.close();
    this.#other?.close();
  }

  #write({ at, actorId, role, office, purpose, subject, fields, resource, outcome, refusal }: AccessLogEntry): void {
    // A file that is only read may be of an earlier version, without all of the columns.
    this.#insert ??= this.#database.prepare(
      `INSERT INTO accesses (at, actor_id, role, office, purpose, subject, fields, resource, outcome, refusal)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    const what = [purpose, subject ?? '', JSON.stringify(fields), resource, outcome, refusal ?? null];
    this.#insert.run(at, actorId, role, office ?? null, ...what);
  }
}

function selectionOf({ limit, ...filter }: AccessLogFilter): { sql: string; values: (string | number)[] } {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const where = (condition: string, value: string | undefined): void => {
    if (value === undefined) return;
    conditions.push(condition);
    values.push(value);
  };
  where('subject = ?', filter.subject);
  where('actor_id = ?', filter.actorId);
  where('resource = ?', filter.resource);
  where('at >= ?', filter.from);
  where('at < ?', filter.before);
  if (filter.after) {
    conditions.push('(at, number) < (?, ?)');
    values.push(filter.after.at, Number(filter.after.id));
  }
  const wanted = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return {
    sql: `SELECT * FROM accesses ${wanted} ORDER BY at DESC, number DESC LIMIT ?`,
    values: [...values, limit],
  };
}

function entryOf(row: AccessRow): StoredAccess {
  const { number, at, actor_id: actorId, role, office, purpose, subject, fields, resource } = row;
  const { outcome = 'READ', refusal = null } = row;
  return {
    id: String(number),
    ...{ at, actorId, role, purpose, resource, outcome },
    ...(office === null ? {} : { office }),
    ...(subject === '' ? {} : { subject }),
    fields: JSON.parse(fields) as string[],
    ...(refusal === null ? {} : { refusal }),
  };
}
