import type { Collection, Db, Filter } from 'mongodb';
import { SystemError, type BuildDefinition, type BuildId, type BuildInfo, type Checkpoint } from '#kernel';
import { writeFenced } from '../connection/fence.ts';
import { matchIndexes } from '../connection/indexes.ts';
import { insertOnce } from '../connection/insert-once.ts';
import { RecentReads } from '../connection/recent-reads.ts';
import { SharedReads } from '../connection/shared-reads.ts';
import { codeOf, NAMESPACE_NOT_FOUND } from '../connection/store-error.ts';
import {
  checkpointOf,
  wantedIndexesOf,
  type BuildRow,
  type DocumentRow,
  type ParkedRow,
  type PointerRow,
} from './rows.ts';

const PROJECTION = /^[A-Za-z][\w-]*$/;
const BUILD_ID = /^([A-Za-z][\w-]*)@v(\d+)\.(\d+)$/;

/** Which builds there are, and which of them answer. */
export class BuildCatalogue {
  readonly rows: Collection<BuildRow>;
  readonly parked: Collection<ParkedRow>;
  readonly #database: Db;
  readonly #pointers: Collection<PointerRow>;
  readonly #sharedRows: SharedReads<BuildRow | null>;
  /** Every query asks for these two. */
  readonly #recentRows: RecentReads<BuildRow>;
  readonly #recentPointers: RecentReads<PointerRow>;

  /** @param staleness see {@link ReadModelStoreOptions} */
  constructor(database: Db, staleness: number) {
    this.#database = database;
    this.rows = database.collection('builds');
    this.parked = database.collection('parked');
    this.#pointers = database.collection('pointers');
    const rowOf = (build: string): Promise<BuildRow | null> => this.rows.findOne({ _id: build });
    this.#sharedRows = new SharedReads(rowOf);
    this.#recentRows = new RecentReads(rowOf, { staleness });
    this.#recentPointers = new RecentReads((name) => this.#pointers.findOne({ _id: name }), { staleness });
  }

  /** The documents of a build. */
  documents(build: BuildId): Collection<DocumentRow> {
    return this.#database.collection(build);
  }

  /** Inserting the row settles who has the name: other processes may be asking for one too. */
  async create({ projection, version, indexes }: BuildDefinition): Promise<BuildId> {
    if (!PROJECTION.test(projection)) throw new TypeError(`not a name of a projection: ${projection}`);
    if (!Number.isSafeInteger(version) || version < 1) throw new TypeError(`not a version of a schema: ${version}`);
    const wanted = wantedIndexesOf(indexes);
    for (;;) {
      const [last] = await this.rows.find().sort({ number: -1 }).limit(1).toArray();
      const number = (last?.number ?? 0) + 1;
      const build = `${projection}@v${version}.${number}`;
      const row = { _id: build, projection, version, number, indexes, dropped: false, epoch: 0 };
      if (!(await insertOnce(this.rows, row))) continue;
      await matchIndexes(this.documents(build), wanted);
      return build;
    }
  }

  /** The first thing that a new runner asks for: what it asks next must not be from before it had its lease. */
  async list(projection: string | undefined): Promise<readonly BuildInfo[]> {
    this.forgetRecent();
    const filter: Filter<BuildRow> = { dropped: false, ...(projection === undefined ? {} : { projection }) };
    // Pointers first: a build that is switched to and replaced in between is shown as it was before.
    const pointers = await this.#pointers.find().toArray();
    const live = new Set(pointers.map(({ build }) => build));
    const rows = await this.rows.find(filter).sort({ number: 1, _id: 1 }).toArray();
    return rows.map((row) => ({
      build: row._id,
      projection: row.projection,
      version: row.version,
      checkpoint: checkpointOf(row),
      live: live.has(row._id),
    }));
  }

  async pointer(projection: string, version: number): Promise<BuildId | undefined> {
    return (await this.#recentPointers.get(pointerName(projection, version)))?.build;
  }

  /** @throws SystemError PROJECTION_UNKNOWN when there is no such build, or it was dropped */
  async get(build: BuildId): Promise<BuildRow> {
    return this.#present(build, BUILD_ID.test(build) ? await this.#sharedRows.get(build) : null);
  }

  async checkpoint(build: BuildId): Promise<Checkpoint | undefined> {
    return checkpointOf(this.#present(build, await this.#recentRows.get(build)));
  }

  /** @throws SystemError PROJECTION_UNKNOWN | LEASE_LOST */
  async switchPointer(projection: string, version: number, build: BuildId, epoch: number | undefined): Promise<void> {
    const row = await this.get(build);
    if (row.projection !== projection || row.version !== version) {
      throw new TypeError(`${build} is no build of ${projection}@v${version}`);
    }
    const name = pointerName(projection, version);
    this.forgetRecent();
    await writeFenced(this.#pointers, name, { build }, epoch);
    if (epoch !== undefined) await this.rows.updateOne({ _id: build, epoch: { $lt: epoch } }, { $set: { epoch } });
    // Dropped meanwhile by another process, which may have looked for pointers before this one was there.
    const still = await this.rows.findOne({ _id: build });
    this.forgetRecent();
    if (still && !still.dropped) return;
    await this.#unsetPointer(name, build);
    throw unknownBuild(build);
  }

  /**
   * Drops a build with all that is its own; nothing happens when it was dropped before. Marked first: whoever misses a
   * document looks at the mark, so that no reader takes half a build for the whole.
   */
  async drop(build: BuildId): Promise<void> {
    const [, projection, version] = BUILD_ID.exec(build) ?? [];
    if (projection === undefined) return;
    await this.#unsetPointer(pointerName(projection, Number(version)), build);
    const { matchedCount } = await this.rows.updateOne(
      { _id: build },
      { $set: { dropped: true }, $unset: { checkpoint: 1 } },
    );
    this.forgetRecent();
    if (matchedCount > 0) await this.removeDocuments(build);
  }

  /** Removes what is left of a dropped build. */
  async removeDocuments(build: BuildId): Promise<void> {
    try {
      await this.documents(build).drop();
    } catch (error) {
      if (codeOf(error) !== NAMESPACE_NOT_FOUND) throw error;
    }
    await this.parked.deleteMany({ build });
  }

  /** To be called when pointers or checkpoints were written, or may have been. */
  forgetRecent(): void {
    this.#recentRows.forget();
    this.#recentPointers.forget();
  }

  /** Where a build is gone, whatever named it may be out of date. */
  #present(build: BuildId, row: BuildRow | null): BuildRow {
    if (row && !row.dropped) return row;
    this.forgetRecent();
    throw unknownBuild(build);
  }

  /** The epoch stays: who has lost the lease stays locked out. */
  async #unsetPointer(name: string, build: BuildId): Promise<void> {
    await this.#pointers.updateOne({ _id: name, build }, { $unset: { build: 1 } });
  }

  /**
   * At the start: finishes drops that were interrupted, removes documents of no build, and compares the indexes with
   * the declared ones. A rebuild that was interrupted is a build that no pointer names: whoever runs the projections
   * drops it.
   */
  async tidy(): Promise<void> {
    await matchIndexes(this.rows, [{ key: { number: 1 } }]);
    await matchIndexes(this.parked, [{ key: { build: 1, position: 1 } }]);
    // Collections first: the row of a build is there before its collection.
    const collections = await this.#database.listCollections({}, { nameOnly: true }).toArray();
    const builds = new Map((await this.rows.find({ dropped: false }).toArray()).map((row) => [row._id, row]));
    for (const { name } of collections) {
      if (BUILD_ID.test(name) && !builds.has(name)) await this.removeDocuments(name);
    }
    for (const { _id, indexes } of builds.values()) await matchIndexes(this.documents(_id), wantedIndexesOf(indexes));
  }
}

export function unknownBuild(build: BuildId): SystemError {
  return new SystemError('PROJECTION_UNKNOWN', `there is no build ${build}`, { build });
}

function pointerName(projection: string, version: number): string {
  return `${projection}@v${version}`;
}
