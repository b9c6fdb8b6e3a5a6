import type { Collection, Db } from 'mongodb';
import type { Checkpoint } from '#kernel';
import { refuseOlder, writeFenced, type FencedRow } from '../connection/fence.ts';
import { fromStoredCheckpoint, toStoredCheckpoint, type StoredCheckpoint } from '../connection/stored-position.ts';

interface ProcessRow extends FencedRow {
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
    refuseOlder(process, epoch, (await this.#rows.findOne({ _id: process }))?.epoch ?? 0);
  }

  /** @throws SystemError LEASE_LOST when a later epoch has saved */
  async save(process: string, checkpoint: Checkpoint, epoch: number | undefined): Promise<void> {
    await writeFenced(this.#rows, process, { checkpoint: toStoredCheckpoint(checkpoint) }, epoch);
  }

  /** Keeps the epoch: who has lost the lease stays locked out. */
  async forget(process: string): Promise<void> {
    await this.#rows.updateOne({ _id: process }, { $unset: { checkpoint: 1 } });
  }
}
