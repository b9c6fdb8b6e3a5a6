import type { Collection } from 'mongodb';
import type { Checkpoint } from '#kernel/ports';
import { raiseFence, refuseOlder, writeFenced, type FencedRow } from '../connection/fence.ts';
import type { Database } from '../connection/mongo-server.ts';
import { fromStoredCheckpoint, toStoredCheckpoint, type StoredCheckpoint } from '../connection/stored-position.ts';

interface ProcessRow extends FencedRow {
  readonly checkpoint?: StoredCheckpoint;
  /** The latest epoch that has taken over, and has all instances of before. */
  readonly adopted?: number;
}

/** How far each process manager has read, fenced by the epoch of its lease. */
export class ProcessCheckpoints {
  readonly #rows: Collection<ProcessRow>;

  constructor(database: Database) {
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

  /**
   * @returns the latest epoch that had taken over before; what was brought in under an older one came too late
   * @throws SystemError LEASE_LOST when a later epoch has taken over
   */
  async takeOver(process: string, epoch: number): Promise<number> {
    await raiseFence(this.#rows, process, epoch);
    return (await this.#rows.findOne({ _id: process }))?.adopted ?? 0;
  }

  /** To be called when all instances carry the epoch. */
  async adopted(process: string, epoch: number): Promise<void> {
    await writeFenced(this.#rows, process, { adopted: epoch }, epoch);
  }

  /**
   * @returns the epoch to write instances under: the writer's own, or for one without a lease the latest that was seen
   * @throws SystemError LEASE_LOST when a later epoch has saved or taken over
   */
  async refuseOlder(process: string, epoch: number | undefined): Promise<number> {
    const seen = (await this.#rows.findOne({ _id: process }))?.epoch ?? 0;
    refuseOlder(process, epoch, seen);
    return epoch ?? seen;
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
