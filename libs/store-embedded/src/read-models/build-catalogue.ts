import type { StatementSync } from 'node:sqlite';
import { SystemError } from '#kernel/domain';
import type { BuildDefinition, BuildId, BuildInfo, Checkpoint, Held, SchemaVersion } from '#kernel/ports';
import { toInteger, type Database } from '../database.ts';
import { addColumns, columnOf, columnsOf, PRESENT, type DocumentColumns } from './document-columns.ts';
import { holdsContainers, matchIndexes } from './document-indexes.ts';
import { pathLiteral } from './json-path.ts';
import { BuildsAside } from './builds-aside.ts';
import { drop, Kept } from './kept.ts';
import { createDocuments } from './read-model-schema.ts';
import { refuseOlder } from './refuse-older.ts';

/** A build as queries and writers need it. */
export interface Build {
  readonly build: BuildId;
  readonly number: number;
  /** Name of its table of documents. */
  readonly table: string;
  readonly indexes: BuildDefinition['indexes'];
  readonly indexedPaths: readonly string[];
  /** Indexed paths that may hold arrays or objects. */
  readonly arrayPaths: ReadonlySet<string>;
  readonly columns: DocumentColumns;
  /** Whether it is being made, and its documents are in a file of their own. */
  readonly isAside: boolean;
  /** Whether it has been made to answer, and so has its indexes. */
  readonly isIndexed: boolean;
}

interface BuildRow {
  number: number;
  projection: string;
  version: number;
  indexes: string;
  array_paths: string;
  log_id: string | null;
  position: number | null;
  incomplete_since: number | null;
  epoch: number;
  live: number;
}

const PROJECTION = /^[A-Za-z][\w-]*$/;
const BUILD_ID = /^([A-Za-z][\w-]*)@v(\d+)\.(\d+)$/;
const COLUMNS =
  'builds.number, projection, version, indexes, array_paths, log_id, position, incomplete_since, epoch, ' +
  'EXISTS (SELECT 1 FROM pointers WHERE pointers.build = builds.number) AS live';
/** Of one step, after which others have their turn. */
const DOCUMENTS_MOVED_AT_ONCE = 1_000;
const JOIN_CHECKPOINTS = 'LEFT JOIN checkpoints ON checkpoints.number = builds.checkpoint';

/** Which builds there are, and which of them answer. */
export class BuildCatalogue {
  readonly #database: Database;
  /** Only where no other process changes them. */
  readonly #known = new Map<BuildId, Build>();
  /** What every query asks for; as `#known`, only where no other process writes, and void once something is written. */
  readonly #pointers = new Map<string, Kept<BuildId>>();
  readonly #checkpoints = new Map<BuildId, Checkpoint>();
  /**
   * Latest epoch of each pointer. In memory: one process writes the file, and those that take turns over it in turns have
   * the epoch of the build that answers.
   */
  readonly #epochs = new Map<string, number>();
  readonly #aside: BuildsAside;
  readonly #selectBuild: StatementSync;
  readonly #selectBuilds: StatementSync;
  readonly #selectPointer: StatementSync;

  constructor(database: Database) {
    this.#database = database;
    this.#aside = new BuildsAside(database);
    if (!database.readOnly) this.#dropLeft();
    const builds = `SELECT ${COLUMNS} FROM builds ${sharesCheckpoints(database) ? JOIN_CHECKPOINTS : ''}`;
    this.#selectBuild = database.prepare(`${builds} WHERE builds.number = ?`);
    this.#selectBuilds = database.prepare(`${builds} WHERE ifnull(projection = ?, true) ORDER BY builds.number`);
    this.#selectPointer = database.prepare(
      `SELECT projection, version, number, epoch FROM builds
       WHERE number = (SELECT build FROM pointers WHERE projection = ? AND version = ?)`,
    );
  }

  takeOver(targets: readonly SchemaVersion[], epoch: number): void {
    this.#database.transaction(() => {
      for (const target of targets) {
        refuseOlder(pointerName(target), this.#pointerEpoch(target), epoch);
        this.#database
          .prepare('UPDATE builds SET epoch = max(epoch, ?) WHERE projection = ? AND version = ?')
          .run(epoch, target.projection, target.version);
      }
    });
    for (const target of targets) this.#epochs.set(pointerName(target), epoch);
  }

  create({ projection, version, indexes }: BuildDefinition, epoch: number | undefined): BuildId {
    if (!PROJECTION.test(projection)) throw new TypeError(`not a name of a projection: ${projection}`);
    if (!Number.isSafeInteger(version) || version < 1) throw new TypeError(`not a version of a schema: ${version}`);
    // Paths are checked here, not when the indexes are made.
    indexes.forEach(({ fields }) => fields.forEach(pathLiteral));
    this.#aside.open();
    return this.#database.transaction(() => {
      const target = { projection, version };
      refuseOlder(pointerName(target), this.#pointerEpoch(target), epoch);
      const insert = this.#database.prepare(
        'INSERT INTO builds (projection, version, indexes, epoch) VALUES (?, ?, ?, ?)',
      );
      const inserted = insert.run(projection, version, JSON.stringify(indexes), epoch ?? 0);
      const number = Number(inserted.lastInsertRowid);
      this.#aside.create(number, pathsOf(indexes));
      return nameOf({ projection, version, number });
    });
  }

  list(projection: string | undefined): readonly BuildInfo[] {
    const rows = this.#database.read(() => this.#selectBuilds.all(projection ?? null)) as unknown as BuildRow[];
    return rows.map((row) => ({
      build: nameOf(row),
      projection: row.projection,
      version: row.version,
      checkpoint: checkpointOf(row),
      live: row.live === 1,
    }));
  }

  pointer(projection: string, version: number): Held<BuildId> | undefined {
    const name = pointerName({ projection, version });
    const known = this.#pointers.get(name);
    if (known !== undefined) return known;
    const row = this.#database.read(() => this.#selectPointer.get(projection, version));
    if (!row) return undefined;
    const pointer = new Kept(nameOf(row as unknown as BuildRow));
    if (this.#database.readOnly) drop(pointer);
    else this.#pointers.set(name, pointer);
    return pointer;
  }

  /** @throws SystemError PROJECTION_UNKNOWN when there is no such build, or it was dropped */
  get(build: BuildId): Build {
    const known = this.#known.get(build);
    if (known) return known;
    const row = this.#row(build);
    const indexes = JSON.parse(row.indexes) as BuildDefinition['indexes'];
    const isAside = this.#aside.has(row.number);
    const table = isAside ? this.#aside.tableOf(row.number) : tableOf(row.number);
    const found: Build = {
      build,
      number: row.number,
      table,
      isAside,
      indexes,
      indexedPaths: pathsOf(indexes),
      arrayPaths: new Set(JSON.parse(row.array_paths) as string[]),
      columns: columnsOf(this.#database, table),
      isIndexed: row.live === 1,
    };
    if (!this.#database.readOnly) this.#known.set(build, found);
    return found;
  }

  checkpoint(build: BuildId): Checkpoint | undefined {
    const known = this.#checkpoints.get(build);
    if (known) return known;
    const checkpoint = checkpointOf(this.#row(build));
    if (checkpoint && !this.#database.readOnly) this.#checkpoints.set(build, checkpoint);
    return checkpoint;
  }

  /** To be called when a checkpoint has been written. It is remembered as the file has it, whatever the caller does with theirs. */
  hasCome(build: BuildId, { logId, position, incompleteSince }: Checkpoint): void {
    const checkpoint = { logId, position: String(toInteger(position)) };
    const since = incompleteSince === undefined ? {} : { incompleteSince: String(toInteger(incompleteSince)) };
    this.#checkpoints.set(build, { ...checkpoint, ...since });
  }

  /**
   * Makes a build ready to answer, a step at a time, between which others may have their turn: moves it to its place, and makes its
   * indexes. Not before it is filled: to fill an indexed table takes three times as long as to fill it and make the indexes then.
   */
  *makeReady(build: BuildId): Generator<void> {
    yield* this.#moveToPlace(build);
    const { table, indexes, indexedPaths } = this.get(build);
    // Of a build that an earlier version has made.
    this.#database.transaction(() => {
      addColumns(this.#database, table, indexedPaths);
    });
    this.#known.delete(build);
    yield* matchIndexes(this.#database, table, indexes);
  }

  /** What fails on the way is begun anew with the next call. */
  *#moveToPlace(build: BuildId): Generator<void> {
    const { number, table, isAside, indexes, columns } = this.get(build);
    if (!isAside) return;
    const place = tableOf(number);
    const names = ['key', 'position', PRESENT, ...columns.paths.map(columnOf), 'body'].join(', ');
    this.#database.transaction(() => {
      this.#database.exec(`DROP TABLE IF EXISTS main.${place}; ${createDocuments(place, pathsOf(indexes), false)}`);
      addColumns(this.#database, place, columns.paths);
    });
    const move = this.#database.prepare(
      `INSERT INTO main.${place} (${names}) SELECT ${names} FROM ${table} WHERE rowid > ? AND rowid <= ?`,
    );
    const last = Number(this.#database.prepare(`SELECT max(rowid) AS last FROM ${table}`).get()?.last ?? 0);
    for (let moved = 0; moved < last; moved += DOCUMENTS_MOVED_AT_ONCE) {
      this.#database.transaction(() => move.run(moved, moved + DOCUMENTS_MOVED_AT_ONCE));
      yield;
    }
    this.#database.transaction(() => this.#database.exec(`CREATE UNIQUE INDEX key_of_${place} ON ${place} (key)`));
    this.#known.delete(build);
    this.#aside.drop(number);
    yield;
  }

  /** Those of a build that does not answer are made when it is to answer. */
  declareIndexes(build: BuildId, indexes: BuildDefinition['indexes'], epoch: number | undefined): void {
    indexes.forEach(({ fields }) => fields.forEach(pathLiteral));
    const known = this.get(build);
    this.#database.transaction(() => {
      refuseOlder(build, this.#row(build).epoch, epoch);
      // Nobody has looked yet what the documents hold there.
      const added = pathsOf(indexes).filter((path) => !known.indexedPaths.includes(path));
      const arrays = added.filter((path) => holdsContainers(this.#database, known.table, path));
      this.markArrays(known, new Set(arrays));
      addColumns(this.#database, known.table, pathsOf(indexes));
      const update = this.#database.prepare('UPDATE builds SET indexes = ? WHERE number = ?');
      update.run(JSON.stringify(indexes), known.number);
    });
    this.#known.delete(build);
    if (this.#row(build).live === 1) for (const _step of this.makeReady(build));
  }

  switchPointer(projection: string, version: number, build: BuildId, epoch: number | undefined): void {
    const row = this.#row(build);
    if (row.projection !== projection || row.version !== version) {
      throw new TypeError(`${build} is no build of ${projection}@v${version}`);
    }
    this.#forgetPointers();
    this.#known.delete(build);
    const target = { projection, version };
    this.#database.transaction(() => {
      refuseOlder(pointerName(target), this.#pointerEpoch(target), epoch);
      refuseOlder(build, this.#row(build).epoch, epoch);
      this.#database
        .prepare('INSERT OR REPLACE INTO pointers (projection, version, build) VALUES (?, ?, ?)')
        .run(projection, version, row.number);
      const raise = this.#database.prepare('UPDATE builds SET epoch = max(epoch, ?) WHERE number = ?');
      raise.run(epoch ?? 0, row.number);
    });
    this.#epochs.set(pointerName(target), Math.max(this.#pointerEpoch(target), epoch ?? 0));
  }

  /** Drops a build with all that is its own; nothing happens when it was dropped before. */
  drop(build: BuildId, epoch: number | undefined): void {
    const [, , , number] = BUILD_ID.exec(build) ?? [];
    const row = this.#find(build);
    if (number === undefined || !row) return;
    refuseOlder(build, row.epoch, epoch);
    this.#known.delete(build);
    this.#forgetPointers();
    this.#checkpoints.delete(build);
    this.#database.transaction(() => {
      this.#database.prepare('DELETE FROM pointers WHERE build = ?').run(Number(number));
      this.#database.prepare('DELETE FROM parked WHERE build = ?').run(Number(number));
      this.#database.prepare('DELETE FROM builds WHERE number = ?').run(Number(number));
      this.#database.exec(`DROP TABLE IF EXISTS main.${tableOf(Number(number))}`);
    });
    this.#aside.drop(Number(number));
  }

  /** Remembers that paths were seen to hold arrays or objects; to be called in the transaction that writes them. */
  markArrays({ build, number, arrayPaths }: Build, seen: ReadonlySet<string>): void {
    if (seen.isSubsetOf(arrayPaths)) return;
    const all = [...arrayPaths.union(seen)];
    this.#database.prepare('UPDATE builds SET array_paths = ? WHERE number = ?').run(JSON.stringify(all), number);
    // Read again when next asked for: then it is what was committed.
    this.#known.delete(build);
  }

  /** After the database was closed. */
  close(): void {
    this.#aside.close();
  }

  /** Those that a process has left that died before they were ready: their documents went with it, or are not all in their place. */
  #dropLeft(): void {
    const isReady = `EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'doc_' || builds.number
      AND name IN ('sqlite_autoindex_doc_' || builds.number || '_1', 'key_of_doc_' || builds.number))`;
    const left = this.#database.prepareRows(`SELECT number FROM builds WHERE NOT ${isReady}`).all();
    for (const [number] of left as unknown as [number][]) {
      this.#database.transaction(() => {
        this.#database.prepare('DELETE FROM builds WHERE number = ?').run(number);
        this.#database.exec(`DROP TABLE IF EXISTS main.${tableOf(number)}`);
      });
    }
  }

  #forgetPointers(): void {
    this.#pointers.forEach(drop);
    this.#pointers.clear();
  }

  #pointerEpoch(target: SchemaVersion): number {
    const pointed = this.#selectPointer.get(target.projection, target.version);
    return Math.max(this.#epochs.get(pointerName(target)) ?? 0, Number(pointed?.epoch ?? 0));
  }

  #row(build: BuildId): BuildRow {
    const row = this.#find(build);
    if (!row) throw new SystemError('PROJECTION_UNKNOWN', `there is no build ${build}`, { build });
    return row;
  }

  #find(build: BuildId): BuildRow | undefined {
    const [, projection, version, number] = BUILD_ID.exec(build) ?? [];
    if (number === undefined) return undefined;
    const row = this.#database.read(() => this.#selectBuild.get(Number(number))) as unknown as BuildRow | undefined;
    return row && row.projection === projection && row.version === Number(version) ? row : undefined;
  }
}

/** A reader may have a file of an earlier version, in which each build has its checkpoint to itself. */
function sharesCheckpoints(database: Database): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'checkpoints'").get() !== undefined;
}

function pathsOf(indexes: BuildDefinition['indexes']): string[] {
  return [...new Set(indexes.flatMap(({ fields }) => fields))];
}

function nameOf({ projection, version, number }: Pick<BuildRow, 'projection' | 'version' | 'number'>): BuildId {
  return `${projection}@v${version}.${number}`;
}

function pointerName({ projection, version }: SchemaVersion): string {
  return `${projection}@v${version}`;
}

function tableOf(number: number): string {
  return `doc_${number}`;
}

function checkpointOf({ log_id: logId, position, incomplete_since: since }: BuildRow): Checkpoint | undefined {
  if (logId === null || position === null) return undefined;
  const checkpoint = { logId, position: String(position) };
  return since === null ? checkpoint : { ...checkpoint, incompleteSince: String(since) };
}
