import { ReadConcern, type Collection, type Filter, type UpdateFilter } from 'mongodb';
import { SystemError } from '#kernel/domain';
import type {
  BuildDefinition,
  BuildId,
  BuildInfo,
  Checkpoint,
  IndexDefinition,
  ParkedKey,
  SchemaVersion,
} from '#kernel/ports';
import { fenceOf, raiseFence, refuseOlder, writeFenced } from '../connection/fence.ts';
import { dropUnwanted, matchIndexes, type IndexBuilds } from '../connection/indexes.ts';
import { insertOnce } from '../connection/insert-once.ts';
import type { Database } from '../connection/mongo-server.ts';
import { RecentReads } from '../connection/recent-reads.ts';
import { SharedReads } from '../connection/shared-reads.ts';
import { NAMESPACE_NOT_FOUND } from '../connection/server-codes.ts';
import { codeOf } from '../connection/store-error.ts';
import {
  checkpointOf,
  parkedOf,
  wantedIndexesOf,
  type BuildHead,
  type BuildRow,
  type DocumentRow,
  type PointerRow,
} from './rows.ts';

const PROJECTION = /^[A-Za-z][\w-]*$/;
const BUILD_ID = /^([A-Za-z][\w-]*)@v(\d+)\.(\d+)$/;

/** A read that makes sure asks the other members, and must not wait for them for ever. */
const SURELY_WITHIN_MS = 5_000;

const HEAD = { projection: { parked: 0 } } as const;

interface CatalogueOptions {
  /** See `ReadModelStoreOptions`. */
  readonly staleness: number;
  readonly indexBuilds: IndexBuilds;
}

/** Which builds there are, and which of them answer. */
export class BuildCatalogue {
  readonly rows: Collection<BuildRow>;
  readonly #database: Database;
  readonly #indexBuilds: IndexBuilds;
  readonly #pointers: Collection<PointerRow>;
  readonly #sharedRows: SharedReads<BuildHead | null>;
  /** Every query asks for these two. */
  readonly #recentRows: RecentReads<BuildHead>;
  readonly #recentPointers: RecentReads<PointerRow>;

  constructor(database: Database, { staleness, indexBuilds }: CatalogueOptions) {
    this.#database = database;
    this.#indexBuilds = indexBuilds;
    this.rows = database.collection('builds');
    this.#pointers = database.collection('pointers');
    const rowOf = (build: string): Promise<BuildHead | null> => this.rows.findOne({ _id: build }, HEAD);
    this.#sharedRows = new SharedReads(rowOf);
    this.#recentRows = new RecentReads(rowOf, { staleness });
    this.#recentPointers = new RecentReads((name) => this.#pointers.findOne({ _id: name }), { staleness });
  }

  /** The documents of a build. */
  documents(build: BuildId): Collection<DocumentRow> {
    return this.#database.collection(build);
  }

  /** Pointers first, also where there are none yet: no older writer can then make anything answer. */
  async takeOver(targets: readonly SchemaVersion[], epoch: number): Promise<void> {
    try {
      for (const { projection, version } of targets) {
        await raiseFence(this.#pointers, pointerName(projection, version), epoch);
        const older: Filter<BuildRow> = { projection, version, dropped: false, epoch: { $lt: epoch } };
        await this.rows.updateMany(older, { $set: { epoch } });
      }
    } finally {
      this.forgetRecent();
    }
  }

  /**
   * Inserting the row settles who has the name: other processes may be asking for one too. One that is made by a runner
   * whose lease was taken over in between harms nobody: that runner can make it neither answer nor drop another.
   */
  async create({ projection, version, indexes }: BuildDefinition, epoch: number | undefined): Promise<BuildId> {
    if (!PROJECTION.test(projection)) throw new TypeError(`not a name of a projection: ${projection}`);
    if (!Number.isSafeInteger(version) || version < 1) throw new TypeError(`not a version of a schema: ${version}`);
    const wanted = wantedIndexesOf(indexes);
    if (epoch !== undefined) {
      const pointer = pointerName(projection, version);
      refuseOlder(pointer, epoch, (await this.#pointers.findOne({ _id: pointer }))?.epoch ?? 0);
    }
    for (;;) {
      const [last] = await this.rows.find({}, HEAD).sort({ number: -1 }).limit(1).toArray();
      const number = (last?.number ?? 0) + 1;
      const build = `${projection}@v${version}.${number}`;
      const row = { _id: build, projection, version, number, indexes, dropped: false, epoch: epoch ?? 0 };
      if (!(await insertOnce(this.rows, row))) continue;
      await matchIndexes(this.documents(build), wanted, this.#indexBuilds);
      return build;
    }
  }

  /**
   * Dropped before the row forgets them, as nobody else knows that they were ours. A holder of an older lease who wakes in
   * between can make or drop an index that is another's by now: the next start compares them.
   */
  async declareIndexes(build: BuildId, indexes: readonly IndexDefinition[], epoch: number | undefined): Promise<void> {
    const row = await this.get(build);
    refuseOlder(build, epoch, row.epoch);
    const wanted = wantedIndexesOf(indexes);
    await matchIndexes(this.documents(build), wanted, this.#indexBuilds);
    await dropUnwanted(this.documents(build), wantedIndexesOf(row.indexes), wanted);
    const filter = { _id: build, dropped: false, ...fenceOf(epoch) };
    const { matchedCount } = await this.rows.updateOne(filter, { $set: { indexes } });
    if (matchedCount === 1) return;
    refuseOlder(build, epoch, (await this.#surely(build))?.epoch ?? 0);
    // A collection that was dropped is made again with its indexes.
    await this.removeDocuments(build);
    throw unknownBuild(build);
  }

  /** As it stands at the call, never from a moment ago. */
  async list(projection: string | undefined): Promise<readonly BuildInfo[]> {
    const filter: Filter<BuildRow> = { dropped: false, ...(projection === undefined ? {} : { projection }) };
    // Pointers first: a build that is switched to and replaced in between is shown as it was before.
    const pointers = await this.#pointers.find().toArray();
    const live = new Set(pointers.map(({ build }) => build));
    const rows = await this.rows.find(filter, HEAD).sort({ number: 1, _id: 1 }).toArray();
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
  async get(build: BuildId): Promise<BuildHead> {
    return this.#present(build, BUILD_ID.test(build) ? await this.#sharedRows.get(build) : null);
  }

  async checkpoint(build: BuildId): Promise<Checkpoint | undefined> {
    return checkpointOf(this.#present(build, await this.#recentRows.get(build)));
  }

  /** Keys of a build that wait for a retry. */
  async parked(build: BuildId): Promise<readonly ParkedKey[]> {
    return parkedOf(this.#present(build, await this.rows.findOne({ _id: build })));
  }

  /**
   * A build that another process drops at the same time, having looked for pointers before this one was there, answers no
   * longer: the one before it does, unless that is gone too.
   * @throws SystemError PROJECTION_UNKNOWN | LEASE_LOST
   */
  async switchPointer(projection: string, version: number, build: BuildId, epoch: number | undefined): Promise<void> {
    const row = await this.get(build);
    if (row.projection !== projection || row.version !== version) {
      throw new TypeError(`${build} is no build of ${projection}@v${version}`);
    }
    const name = pointerName(projection, version);
    try {
      const before = (await this.#pointers.findOne({ _id: name }))?.build;
      await this.#hold(build, epoch);
      await writeFenced(this.#pointers, name, { build }, epoch);
      if (await this.#isThere(build)) return;
      const back = before !== undefined && (await this.#isThere(before)) ? before : undefined;
      await this.#turnBack(name, build, back);
      throw unknownBuild(build);
    } finally {
      this.forgetRecent();
    }
  }

  /**
   * Drops a build with all that is its own; nothing happens when it was dropped before. Marked first, under the fence:
   * whoever misses a document looks at the mark, so that no reader takes half a build for the whole, and what follows
   * may be done by anybody, at any time.
   */
  async drop(build: BuildId, epoch: number | undefined): Promise<void> {
    const [, projection, version] = BUILD_ID.exec(build) ?? [];
    if (projection === undefined) return;
    const mark: UpdateFilter<BuildRow> = {
      $set: { dropped: true, ...(epoch === undefined ? {} : { epoch }) },
      $unset: { checkpoint: 1, parked: 1 },
    };
    try {
      const { matchedCount } = await this.rows.updateOne({ _id: build, ...fenceOf(epoch) }, mark);
      if (matchedCount === 0) {
        refuseOlder(build, epoch, (await this.rows.findOne({ _id: build }, HEAD))?.epoch ?? 0);
        return;
      }
      await this.#turnBack(pointerName(projection, Number(version)), build, undefined);
    } finally {
      this.forgetRecent();
    }
    await this.removeDocuments(build);
  }

  /**
   * Removes what is left of a dropped build, or of none. Whatever the caller has read: who was deposed may have shown it
   * rows of before, and what is dropped by mistake is the answer to every query. So the row is read again, from whoever
   * surely leads, before anything is dropped.
   */
  async removeDocuments(build: BuildId): Promise<void> {
    const row = await this.#surely(build);
    if (row && !row.dropped) return;
    try {
      await this.documents(build).drop();
    } catch (error) {
      if (codeOf(error) !== NAMESPACE_NOT_FOUND) throw error;
    }
  }

  /** To be called when pointers or checkpoints were written, or may have been. */
  forgetRecent(): void {
    this.#recentRows.forget();
    this.#recentPointers.forget();
  }

  /** Where a build is gone, whatever named it may be out of date. */
  #present<R extends BuildHead>(build: BuildId, row: R | null): R {
    if (row && !row.dropped) return row;
    this.forgetRecent();
    throw unknownBuild(build);
  }

  /** Marks a build as written under this epoch. */
  async #hold(build: BuildId, epoch: number | undefined): Promise<void> {
    if (epoch === undefined) return;
    const { matchedCount } = await this.rows.updateOne({ _id: build, ...fenceOf(epoch) }, { $set: { epoch } });
    if (matchedCount === 0) refuseOlder(build, epoch, (await this.get(build)).epoch);
  }

  /** The row of a build as it stands now, whatever is read otherwise. */
  async #surely(build: BuildId): Promise<BuildHead | null> {
    const readConcern = new ReadConcern(this.#database.isReplicated ? 'linearizable' : 'local');
    return this.rows.findOne({ _id: build }, { ...HEAD, readConcern, maxTimeMS: SURELY_WITHIN_MS });
  }

  async #isThere(build: BuildId): Promise<boolean> {
    const row = await this.rows.findOne({ _id: build }, HEAD);
    return row !== null && !row.dropped;
  }

  /** Where a pointer still names this build, makes it name another or none. Its epoch stays. */
  async #turnBack(name: string, build: BuildId, other: BuildId | undefined): Promise<void> {
    const change = other === undefined ? { $unset: { build: 1 as const } } : { $set: { build: other } };
    await this.#pointers.updateOne({ _id: name, build }, change);
  }

  /**
   * At the start: finishes drops that were interrupted, removes documents of no build, and compares the indexes with
   * those that were declared last. A rebuild that was interrupted is a build that no pointer names: whoever runs the
   * projections drops it.
   */
  async tidy(): Promise<void> {
    await matchIndexes(this.rows, [{ key: { number: 1 } }], this.#indexBuilds);
    // Collections first: the row of a build is there before its collection.
    const collections = await this.#database.collectionNames();
    const builds = new Map((await this.rows.find({ dropped: false }, HEAD).toArray()).map((row) => [row._id, row]));
    for (const name of collections) {
      if (BUILD_ID.test(name) && !builds.has(name)) await this.removeDocuments(name);
    }
    for (const { _id, indexes } of builds.values()) {
      await matchIndexes(this.documents(_id), wantedIndexesOf(indexes), this.#indexBuilds);
      // Dropped meanwhile, it was made again with its indexes.
      if (indexes.length > 0) await this.removeDocuments(_id);
    }
  }
}

export function unknownBuild(build: BuildId): SystemError {
  return new SystemError('PROJECTION_UNKNOWN', `there is no build ${build}`, { build });
}

function pointerName(projection: string, version: number): string {
  return `${projection}@v${version}`;
}
