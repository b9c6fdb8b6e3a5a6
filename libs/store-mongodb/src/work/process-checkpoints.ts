import type { Collection, Db } from 'mongodb';
import { SystemError, type Checkpoint } from '#kernel';
import { isDuplicateKey } from '../connection/store-error.ts';
import { fromStoredCheckpoint, toStoredCheckpoint, type StoredCheckpoint } from '../connection/stored-position.ts';

interface ProcessRow {
  readonly _id: string;
  /** Of the lease under which it was saved last. */
  readonly epoch: number;
  readonly checkpoint?: StoredCheckpoint;
}

/** How far each process manager has read, fenced by the epoch of its lease. */
export class ProcessCheckpoints {
  readonly #rows: Collection<ProcessRow>;

  constructor(database: Db) {
    this.#rows = database.collection('processes');
  }

  async get(process: string): Promise<Checkpoint | undefined> {
    const row = await this.#rows.findOne({ _id: process });
    return row?.checkpoint && fromStoredCheckpoint(row.checkpoint);
  }

  /** Names of those that have one. */
  async names(): Promise<readonly string[]> {
    const rows = await this.#rows
      .find({ checkpoint: { $exists: true } })
      .sort({ _id: 1 })
      .toArray();
    return rows.map(({ _id }) => _id);
  }

  /** @throws SystemError LEASE_LOST when a later epoch has saved */
  async refuseOlder(process: string, epoch: number | undefined): Promise<void> {
    if (epoch === undefined) return;
    const seen = (await this.#rows.findOne({ _id: process }))?.epoch ?? 0;
    if (epoch < seen) throw leaseLost(process, epoch, seen);
  }

  /** @throws SystemError LEASE_LOST when a later epoch has saved */
  async save(process: string, checkpoint: Checkpoint, epoch: number | undefined): Promise<void> {
    const stored = toStoredCheckpoint(checkpoint);
    const fence = epoch === undefined ? {} : { epoch: { $lte: epoch } };
    const set = { checkpoint: stored, ...(epoch === undefined ? {} : { epoch }) };
    for (;;) {
      const { matchedCount } = await this.#rows.updateOne({ _id: process, ...fence }, { $set: set });
      if (matchedCount === 1) return;
      await this.refuseOlder(process, epoch);
      try {
        await this.#rows.insertOne({ _id: process, epoch: epoch ?? 0, checkpoint: stored });
        return;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    }
  }

  /** Keeps the epoch: who has lost the lease stays locked out. */
  async forget(process: string): Promise<void> {
    await this.#rows.updateOne({ _id: process }, { $unset: { checkpoint: 1 } });
  }
}

function leaseLost(process: string, epoch: number, seen: number): SystemError {
  return new SystemError('LEASE_LOST', `${process} was written under epoch ${seen}, after ${epoch}`, {
    process,
    epoch,
    seen,
  });
}
