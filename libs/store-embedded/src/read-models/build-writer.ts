import type { StatementSync } from 'node:sqlite';
import type { BuildCommit, ParkedKey } from '#kernel/ports';
import { toInteger, type Database } from '../database.ts';
import type { Build, BuildCatalogue } from './build-catalogue.ts';
import { refuseOlder } from './refuse-older.ts';

/** A commit with its documents as text and its build found. */
interface Prepared {
  readonly build: Build;
  readonly commit: BuildCommit;
  readonly documents: readonly (readonly [key: string, position: number, body: string | null])[];
  readonly arrays: ReadonlySet<string>;
}

/** Writes what batches change: documents, parked keys and checkpoints of several builds in one transaction. */
export class BuildWriter {
  readonly #database: Database;
  readonly #catalogue: BuildCatalogue;
  /** Upserts by table. */
  readonly #upserts = new Map<string, StatementSync>();
  readonly #selectEpoch: StatementSync;
  readonly #updateBuild: StatementSync;
  readonly #deleteParked: StatementSync;
  readonly #upsertParked: StatementSync;

  constructor(database: Database, catalogue: BuildCatalogue) {
    this.#database = database;
    this.#catalogue = catalogue;
    this.#selectEpoch = database.prepare('SELECT epoch FROM builds WHERE number = ?');
    this.#updateBuild = database.prepare(
      'UPDATE builds SET log_id = ?, position = ?, incomplete_since = ?, epoch = max(epoch, ?) WHERE number = ?',
    );
    this.#deleteParked = database.prepare('DELETE FROM parked WHERE build = ? AND key = ?');
    this.#upsertParked = database.prepare(
      `INSERT OR REPLACE INTO parked (build, key, position, after, event_id, error, parked_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /** @throws SystemError LEASE_LOST | PROJECTION_UNKNOWN, nothing of any commit being written */
  write(commits: readonly BuildCommit[]): void {
    const prepared = commits.map((commit) => prepare(this.#catalogue.get(commit.build), commit));
    this.#database.transaction(() => prepared.forEach((one) => this.#write(one)));
    this.#catalogue.forgetCheckpoints();
  }

  /** Lets go of the statements of builds, one of which was dropped. */
  forgetStatements(): void {
    this.#upserts.clear();
  }

  #write({ build, commit, documents, arrays }: Prepared): void {
    const { checkpoint, epoch = 0, unpark = [], park = [] } = commit;
    const { epoch: seen } = this.#selectEpoch.get(build.number) as unknown as { epoch: number };
    refuseOlder(build.build, seen, commit.epoch);
    const upsert = this.#upsertInto(build.table);
    for (const row of documents) upsert.run(...row);
    this.#catalogue.markArrays(build, arrays);
    for (const key of unpark) this.#deleteParked.run(build.number, key);
    for (const parked of park) this.#upsertParked.run(build.number, ...parkedRow(parked));
    const { logId, position, incompleteSince } = checkpoint;
    const since = incompleteSince === undefined ? null : toInteger(incompleteSince);
    this.#updateBuild.run(logId, toInteger(position), since, epoch, build.number);
  }

  #upsertInto(table: string): StatementSync {
    const known = this.#upserts.get(table);
    if (known) return known;
    const statement = this.#database.prepare(
      `INSERT INTO ${table} (key, position, body) VALUES (?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET position = excluded.position, body = excluded.body
       WHERE excluded.position > ${table}.position`,
    );
    this.#upserts.set(table, statement);
    return statement;
  }
}

function prepare(build: Build, commit: BuildCommit): Prepared {
  const arrays = new Set<string>();
  const documents = commit.documents.map(({ key, position, document }) => {
    for (const path of build.indexedPaths) if (holdsContainer(document, path)) arrays.add(path);
    return [key, toInteger(position), document === undefined ? null : JSON.stringify(document)] as const;
  });
  return { build, commit, documents, arrays };
}

function holdsContainer(document: unknown, path: string): boolean {
  let value = document;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Record<string, unknown>)[name];
  }
  return typeof value === 'object' && value !== null;
}

function parkedRow({ key, position, after, eventId, error, parkedAt }: ParkedKey): (string | number)[] {
  return [key, toInteger(position), toInteger(after), eventId, error, parkedAt];
}
