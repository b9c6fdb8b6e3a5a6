import type { StatementSync } from 'node:sqlite';
import type { BuildCommit, BuildId, ParkedKey } from '#kernel/ports';
import { toInteger, type Database } from '../database.ts';
import type { Build, BuildCatalogue } from './build-catalogue.ts';
import { valuesOf } from './document-columns.ts';
import { DocumentWriter, type DocumentRow } from './document-writer.ts';
import { valueAt } from './json-path.ts';
import { refuseOlder } from './refuse-older.ts';
import { SharedCheckpoints } from './shared-checkpoints.ts';

/** A commit with its documents as text and its build found. */
interface Prepared {
  readonly build: Build;
  readonly commit: BuildCommit;
  readonly documents: readonly DocumentRow[];
  readonly arrays: ReadonlySet<string>;
}

/** The documents of one build that were to be written. */
export interface WrittenDocuments {
  readonly build: BuildId;
  readonly documents: readonly DocumentRow[];
  /** Those that were left out, a later one being there. */
  readonly leftOut: ReadonlySet<DocumentRow>;
}

/** Writes what batches change: documents, parked keys and checkpoints of several builds in one transaction. */
export class BuildWriter {
  readonly #database: Database;
  readonly #catalogue: BuildCatalogue;
  /** Made when it is first needed: a reader may have a file of an earlier version. */
  #checkpoints: SharedCheckpoints | undefined;
  /** A build is known anew when its columns have changed, or its indexes are made. */
  readonly #writers = new WeakMap<Build, DocumentWriter>();
  readonly #selectEpochs: StatementSync;
  readonly #raiseEpochs: StatementSync;
  readonly #deleteParked: StatementSync;
  readonly #upsertParked: StatementSync;

  constructor(database: Database, catalogue: BuildCatalogue) {
    this.#database = database;
    this.#catalogue = catalogue;
    this.#selectEpochs = database.prepareRows(
      'SELECT number, epoch FROM builds WHERE number IN (SELECT value FROM json_each(?))',
    );
    this.#raiseEpochs = database.prepare(
      'UPDATE builds SET epoch = ? WHERE epoch < ? AND number IN (SELECT value FROM json_each(?))',
    );
    this.#deleteParked = database.prepare('DELETE FROM parked WHERE build = ? AND key = ?');
    this.#upsertParked = database.prepare(
      `INSERT OR REPLACE INTO parked (build, key, position, after, event_id, error, parked_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /** @throws SystemError LEASE_LOST | PROJECTION_UNKNOWN, nothing of any commit being written */
  write(commits: readonly BuildCommit[]): readonly WrittenDocuments[] {
    const prepared = commits.map((commit) => prepare(this.#catalogue.get(commit.build), commit));
    const [aside, others] = [prepared.filter(isAside), prepared.filter((one) => !isAside(one))];
    // By themselves, and before their checkpoint: one transaction over two files may come to an end in one of them.
    const early = aside.length === 0 ? [] : this.#transaction(() => this.#writeAll(aside));
    if (prepared.every((one) => this.#comesNoFurther(one))) return early;
    const written = this.#transaction(() => {
      const documents = this.#writeAll(others);
      this.#moveTogether(prepared);
      return [...early, ...documents];
    });
    for (const { build, checkpoint } of commits) this.#catalogue.hasCome(build, checkpoint);
    return written;
  }

  /** Whether its documents are all that there is to write: they are ahead of its checkpoint, and aside. */
  #comesNoFurther({ build, commit: { checkpoint, park = [], unpark = [] } }: Prepared): boolean {
    if (!build.isAside || park.length > 0 || unpark.length > 0) return false;
    const standing = this.#catalogue.checkpoint(build.build);
    return (
      standing?.logId === checkpoint.logId &&
      standing.position === checkpoint.position &&
      standing.incompleteSince === checkpoint.incompleteSince
    );
  }

  #writeAll(prepared: readonly Prepared[]): readonly WrittenDocuments[] {
    this.#refuseOlder(prepared);
    return prepared.map((one) => this.#write(one));
  }

  #transaction<T>(work: () => T): T {
    try {
      return this.#database.transaction(work);
    } catch (error) {
      this.#checkpoints?.forget();
      throw error;
    }
  }

  /** Of who writes under no lease nothing is asked. */
  #refuseOlder(prepared: readonly Prepared[]): void {
    const leased = prepared.filter(({ commit }) => commit.epoch !== undefined);
    if (leased.length === 0) return;
    const rows = this.#selectEpochs.all(numbersOf(leased)) as unknown as [number: number, epoch: number][];
    const seen = new Map(rows);
    for (const { build, commit } of leased) refuseOlder(build.build, seen.get(build.number) ?? 0, commit.epoch);
    for (const [epoch = 0, group] of Map.groupBy(leased, ({ commit }) => commit.epoch)) {
      if (group.some(({ build }) => epoch > (seen.get(build.number) ?? 0)))
        this.#raiseEpochs.run(epoch, epoch, numbersOf(group));
    }
  }

  #write({ build, commit, documents, arrays }: Prepared): WrittenDocuments {
    const { unpark = [], park = [] } = commit;
    const leftOut = new Set<DocumentRow>();
    if (documents.length > 0) {
      const writer = this.#writerInto(build);
      for (const row of documents) if (!writer.write(row)) leftOut.add(row);
    }
    this.#catalogue.markArrays(build, arrays);
    for (const key of unpark) this.#deleteParked.run(build.number, key);
    for (const parked of park) this.#upsertParked.run(build.number, ...parkedRow(parked));
    return { build: build.build, documents, leftOut };
  }

  #moveTogether(prepared: readonly Prepared[]): void {
    const checkpoints = (this.#checkpoints ??= new SharedCheckpoints(this.#database));
    const alike = Map.groupBy(prepared, ({ commit: { checkpoint } }) =>
      JSON.stringify([checkpoint.logId, checkpoint.position, checkpoint.incompleteSince]),
    );
    for (const group of alike.values()) {
      const [{ commit }] = group as [Prepared];
      checkpoints.move(new Set(group.map(({ build }) => build.number)), commit.checkpoint);
    }
  }

  #writerInto(build: Build): DocumentWriter {
    const known = this.#writers.get(build);
    if (known) return known;
    const writer = new DocumentWriter(this.#database, build);
    this.#writers.set(build, writer);
    return writer;
  }
}

function isAside({ build }: Prepared): boolean {
  return build.isAside;
}

function prepare(build: Build, commit: BuildCommit): Prepared {
  const arrays = new Set<string>();
  const documents = commit.documents.map(({ key, position, document }) => {
    for (const path of build.indexedPaths) if (isContainer(valueAt(document, path))) arrays.add(path);
    const body = document === undefined ? null : JSON.stringify(document);
    return { key, position: toInteger(position), values: valuesOf(document, build.columns.paths), body };
  });
  return { build, commit, documents, arrays };
}

function numbersOf(prepared: readonly Prepared[]): string {
  return JSON.stringify(prepared.map(({ build }) => build.number));
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function parkedRow({ key, position, after, eventId, error, parkedAt }: ParkedKey): (string | number)[] {
  return [key, toInteger(position), toInteger(after), eventId, error, parkedAt];
}
