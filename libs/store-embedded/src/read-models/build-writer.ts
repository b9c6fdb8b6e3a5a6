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
  readonly #selectEpochs: StatementSync;
  readonly #moveCheckpoints: StatementSync;
  readonly #deleteParked: StatementSync;
  readonly #upsertParked: StatementSync;

  constructor(database: Database, catalogue: BuildCatalogue) {
    this.#database = database;
    this.#catalogue = catalogue;
    this.#selectEpochs = database.prepareRows(
      'SELECT number, epoch FROM builds WHERE number IN (SELECT value FROM json_each(?))',
    );
    this.#moveCheckpoints = database.prepare(
      `UPDATE builds SET log_id = ?, position = ?, incomplete_since = ?, epoch = max(epoch, ?)
       WHERE number IN (SELECT value FROM json_each(?))`,
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
    this.#database.transaction(() => {
      this.#refuseOlder(prepared);
      for (const one of prepared) this.#write(one);
      this.#moveTogether(prepared);
    });
    this.#catalogue.forgetCheckpoints();
  }

  /** Lets go of the statements of builds, one of which was dropped. */
  forgetStatements(): void {
    this.#upserts.clear();
  }

  /** Of who writes under no lease nothing is asked. */
  #refuseOlder(prepared: readonly Prepared[]): void {
    const leased = prepared.filter(({ commit }) => commit.epoch !== undefined);
    if (leased.length === 0) return;
    const rows = this.#selectEpochs.all(numbersOf(leased)) as unknown as [number: number, epoch: number][];
    const seen = new Map(rows);
    for (const { build, commit } of leased) refuseOlder(build.build, seen.get(build.number) ?? 0, commit.epoch);
  }

  #write({ build, commit, documents, arrays }: Prepared): void {
    const { unpark = [], park = [] } = commit;
    const upsert = this.#upsertInto(build.table);
    for (const row of documents) upsert.run(...row);
    this.#catalogue.markArrays(build, arrays);
    for (const key of unpark) this.#deleteParked.run(build.number, key);
    for (const parked of park) this.#upsertParked.run(build.number, ...parkedRow(parked));
  }

  /** Builds that follow the log together mostly come to one place, all in one statement; a batch changes few of them. */
  #moveTogether(prepared: readonly Prepared[]): void {
    const alike = Map.groupBy(prepared, ({ commit: { checkpoint, epoch = 0 } }) =>
      JSON.stringify([checkpoint.logId, checkpoint.position, checkpoint.incompleteSince, epoch]),
    );
    for (const group of alike.values()) {
      const [{ commit }] = group as [Prepared];
      const { logId, position, incompleteSince } = commit.checkpoint;
      const since = incompleteSince === undefined ? null : toInteger(incompleteSince);
      this.#moveCheckpoints.run(logId, toInteger(position), since, commit.epoch ?? 0, numbersOf(group));
    }
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

function numbersOf(prepared: readonly Prepared[]): string {
  return JSON.stringify(prepared.map(({ build }) => build.number));
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
