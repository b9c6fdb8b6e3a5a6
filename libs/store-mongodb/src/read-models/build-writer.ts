import { LRUCache } from 'lru-cache';
import type { AnyBulkWriteOperation, Filter } from 'mongodb';
import { isSystemError, SystemError, type BuildCommit, type BuildId } from '#kernel';
import { fenceOf, refuseOlder } from '../connection/fence.ts';
import { writeGuarded } from '../connection/guarded-writes.ts';
import { toStoredCheckpoint } from '../connection/stored-position.ts';
import type { BuildCatalogue } from './build-catalogue.ts';
import { parkedIdOf, toDocumentRow, toParkedRow, type BuildRow, type DocumentRow } from './rows.ts';

/** More than a runner keeps in memory of one build; a key that is not among them costs a refused insertion. */
const REMEMBERED_KEYS = 100_000;

/**
 * Writes what batches change, without a transaction: documents first, then parked keys, then checkpoints. Whatever is
 * interrupted is written again from the old checkpoint on, and documents that are as late already stay as they are.
 */
export class BuildWriter {
  readonly #catalogue: BuildCatalogue;
  /** Keys whose documents are known to be there. */
  readonly #known = new LRUCache<string, true>({ max: REMEMBERED_KEYS });
  /** The epoch under which each build was written last, as far as this process has seen. */
  readonly #epochs = new Map<BuildId, number>();

  constructor(catalogue: BuildCatalogue) {
    this.#catalogue = catalogue;
  }

  /** Takes note that documents are there. */
  learn(build: BuildId, keys: Iterable<string>): void {
    for (const key of keys) this.#known.set(`${build}/${key}`, true);
  }

  forget(build: BuildId): void {
    this.#epochs.delete(build);
  }

  /** @throws SystemError LEASE_LOST | PROJECTION_UNKNOWN; documents that were written by then do no harm */
  async write(commits: readonly BuildCommit[]): Promise<void> {
    try {
      await Promise.all(commits.map((commit) => this.#refuseOlder(commit)));
      await Promise.all(commits.map((commit) => this.#writeDocuments(commit)));
      for (const commit of commits) await this.#writeParked(commit);
      await this.#writeCheckpoints(commits);
    } catch (error) {
      for (const { build } of commits) this.forget(build);
      this.#catalogue.forgetRecent();
      if (isSystemError(error, 'PROJECTION_UNKNOWN')) await this.#removeStrays(commits);
      throw error;
    }
  }

  /**
   * Keeps a writer that has lost its lease from writing at all. In the steady state nothing is read: a later writer's
   * documents come from the same log, the guard by position holds whoever writes, and the checkpoint is fenced by the
   * server. Parked keys have no such guard, so before them the server is asked.
   */
  async #refuseOlder({ build, epoch, park = [], unpark = [] }: BuildCommit): Promise<void> {
    const known = this.#epochs.get(build);
    const steady = known !== undefined && (epoch === undefined || epoch === known);
    if (steady && park.length === 0 && unpark.length === 0) return;
    const row = await this.#catalogue.get(build);
    this.#epochs.set(build, row.epoch);
    refuseOlder(build, epoch, row.epoch);
  }

  async #writeDocuments({ build, documents }: BuildCommit): Promise<void> {
    const writes = documents.map((document) => {
      const row = toDocumentRow(document);
      const guard: Filter<DocumentRow> = { position: { $lt: row.position } };
      return { row, guard, perhapsNew: !this.#known.has(`${build}/${document.key}`) };
    });
    await writeGuarded(this.#catalogue.documents(build), writes);
    this.learn(
      build,
      documents.map(({ key }) => key),
    );
  }

  async #writeParked({ build, park = [], unpark = [] }: BuildCommit): Promise<void> {
    const upserts = park.map((parked) => {
      const { _id, ...fields } = toParkedRow(build, parked);
      return { replaceOne: { filter: { _id }, replacement: fields, upsert: true } };
    });
    if (upserts.length > 0) await this.#catalogue.parked.bulkWrite(upserts, { ordered: false });
    const parkedAgain = new Set(park.map(({ key }) => key));
    const lifted = unpark.filter((key) => !parkedAgain.has(key)).map((key) => parkedIdOf(build, key));
    if (lifted.length > 0) await this.#catalogue.parked.deleteMany({ _id: { $in: lifted } });
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

function checkpointUpdate({ build, checkpoint, epoch }: BuildCommit): AnyBulkWriteOperation<BuildRow> {
  const set = { checkpoint: toStoredCheckpoint(checkpoint), ...(epoch === undefined ? {} : { epoch }) };
  return { updateOne: { filter: { _id: build, dropped: false, ...fenceOf(epoch) }, update: { $set: set } } };
}
