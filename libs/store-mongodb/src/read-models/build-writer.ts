import { LRUCache } from 'lru-cache';
import type { AnyBulkWriteOperation, Filter, UpdateFilter } from 'mongodb';
import { isSystemError, SystemError } from '#kernel/domain';
import type { BuildCommit, BuildId } from '#kernel/ports';
import { BatchSizes } from '../connection/batch-size.ts';
import { fenceOf, refuseOlder } from '../connection/fence.ts';
import { writeGuarded } from '../connection/guarded-writes.ts';
import { toStoredCheckpoint } from '../connection/stored-position.ts';
import type { BuildCatalogue } from './build-catalogue.ts';
import { RecentKeys } from './recent-keys.ts';
import { parkedPathOf, toDocumentRow, toStoredParked, type BuildRow, type DocumentRow } from './rows.ts';

/** More than are written at the same time; builds that another process drops are not heard of here. */
const REMEMBERED_BUILDS = 50;

/**
 * Writes what batches change, without a transaction: documents first, then checkpoints with parked keys. Whatever is
 * interrupted is written again from the old checkpoint on, and documents that are as late already stay as they are.
 */
export class BuildWriter {
  readonly #catalogue: BuildCatalogue;
  /** Keys of each build whose documents are known to be there; one that is not among them costs a refused insertion. */
  readonly #known = new LRUCache<BuildId, RecentKeys>({ max: REMEMBERED_BUILDS });
  /** The epoch under which each build was written last, as far as this process has seen. */
  readonly #epochs = new Map<BuildId, number>();
  readonly #sizes = new BatchSizes();

  constructor(catalogue: BuildCatalogue) {
    this.#catalogue = catalogue;
  }

  /** Takes note that documents are there. */
  learn(build: BuildId, keys: Iterable<string>): void {
    const known = this.#known.get(build) ?? new RecentKeys();
    this.#known.set(build, known);
    for (const key of keys) known.add(key);
  }

  forget(build: BuildId): void {
    this.#epochs.delete(build);
    this.#sizes.forget(build);
    this.#known.delete(build);
  }

  /** @throws SystemError LEASE_LOST | PROJECTION_UNKNOWN; documents that were written by then do no harm */
  async write(commits: readonly BuildCommit[]): Promise<void> {
    try {
      await all(commits.map((commit) => this.#refuseOlder(commit)));
      await all(commits.map((commit) => this.#writeDocuments(commit)));
      await this.#writeCheckpoints(commits);
    } catch (error) {
      for (const { build } of commits) this.#epochs.delete(build);
      this.#catalogue.forgetRecent();
      if (isSystemError(error, 'PROJECTION_UNKNOWN')) await this.#removeStrays(commits);
      throw error;
    }
  }

  /**
   * Keeps a writer that has lost its lease from writing at all. In the steady state nothing is read: a later writer's
   * documents come from the same log, the guard by position holds whoever writes, and the checkpoint with the parked keys
   * is fenced by the server.
   */
  async #refuseOlder({ build, epoch }: BuildCommit): Promise<void> {
    const known = this.#epochs.get(build);
    if (known !== undefined && (epoch === undefined || epoch === known)) return;
    const row = await this.#catalogue.get(build);
    this.#epochs.set(build, row.epoch);
    refuseOlder(build, epoch, row.epoch);
  }

  async #writeDocuments({ build, documents }: BuildCommit): Promise<void> {
    const known = this.#known.get(build);
    const writes = documents.map((document) => {
      const row = toDocumentRow(document);
      const guard: Filter<DocumentRow> = { position: { $lt: row.position } };
      return { row, guard, perhapsNew: known?.has(document.key) !== true };
    });
    await writeGuarded(this.#catalogue.documents(build), writes, this.#sizes.of(build));
    this.learn(
      build,
      documents.map(({ key }) => key),
    );
  }

  async #writeCheckpoints(commits: readonly BuildCommit[]): Promise<void> {
    if (commits.length === 0) return;
    const { matchedCount } = await this.#catalogue.rows.bulkWrite(commits.map(checkpointUpdate), { ordered: false });
    this.#catalogue.forgetRecent();
    if (matchedCount < commits.length) await this.#explainRefusal(commits);
    for (const { build, epoch } of commits) if (epoch !== undefined) this.#epochs.set(build, epoch);
  }

  async #explainRefusal(commits: readonly BuildCommit[]): Promise<never> {
    for (const { build, epoch } of commits) {
      const row = await this.#catalogue.get(build);
      refuseOlder(build, epoch, row.epoch);
    }
    // It was refused, and yet nothing stands in its way now.
    throw new SystemError('STORE_UNAVAILABLE', 'the server has not written a checkpoint; try again');
  }

  /** A collection that was dropped is made again by whoever writes to it. */
  async #removeStrays(commits: readonly BuildCommit[]): Promise<void> {
    for (const { build, documents } of commits) {
      const row = documents.length > 0 ? await this.#catalogue.rows.findOne({ _id: build }) : undefined;
      if (row?.dropped) await this.#catalogue.removeDocuments(build);
    }
  }
}

/** Waits for all, also when one fails: no write is under way any more when the attempt is given up. */
async function all(writes: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(writes)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

function checkpointUpdate({
  build,
  checkpoint,
  epoch,
  park = [],
  unpark = [],
}: BuildCommit): AnyBulkWriteOperation<BuildRow> {
  const parked = new Map(park.map((one) => [parkedPathOf(one.key), toStoredParked(one)]));
  const lifted = unpark.map(parkedPathOf).filter((path) => !parked.has(path));
  const set = {
    checkpoint: toStoredCheckpoint(checkpoint),
    ...(epoch === undefined ? {} : { epoch }),
    ...Object.fromEntries(parked),
  };
  const update: UpdateFilter<BuildRow> = {
    $set: set,
    ...(lifted.length > 0 ? { $unset: Object.fromEntries(lifted.map((path) => [path, 1])) } : {}),
  };
  return { updateOne: { filter: { _id: build, dropped: false, ...fenceOf(epoch) }, update } };
}
