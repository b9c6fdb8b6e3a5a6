import { randomUUID } from 'node:crypto';
import { Long, type Collection, type Filter } from 'mongodb';
import { SystemError, type Position } from '#kernel/domain';
import type { Deadline, ProcessInstance } from '#kernel/ports';
import { fenceOf, refuseOlder } from '../connection/fence.ts';
import { BatchSizes } from '../connection/batch-size.ts';
import { writeGuarded } from '../connection/guarded-writes.ts';
import { matchIndexes, type IndexBuilds } from '../connection/indexes.ts';
import { insertOnce } from '../connection/insert-once.ts';
import type { Database } from '../connection/mongo-server.ts';
import { toStored } from '../connection/stored-position.ts';
import {
  fromInstanceRow,
  INSTANCE_INDEXES,
  instanceIdOf,
  isOver,
  toInstanceRow,
  type InstanceRow,
} from './instance-row.ts';

/** An instance after a change; undefined when there is nothing to change. */
export type Change = (before: ProcessInstance | undefined, key: string) => ProcessInstance | undefined;

interface SaveOptions {
  /** What `epochs` gave. */
  readonly stored: ReadonlyMap<string, number>;
  /** Epoch that instances are to carry. */
  readonly under: number;
  /** Of the writer's lease, if it has one. */
  readonly epoch: number | undefined;
}

const ANY_POSITION = { $gte: Long.ZERO };
const MOST_ROUNDS = 50;

/**
 * Documents of process instances. A handle that has taken a process over has seen all there was of it: a document that
 * appears later under an older epoch was brought in by a writer who had not noticed yet, and is passed over.
 */
export class ProcessInstances {
  readonly #rows: Collection<InstanceRow>;
  /** Epochs under which processes were taken over by this handle. */
  readonly #tenures = new Map<string, number>();
  readonly #sizes = new BatchSizes();

  constructor(database: Database) {
    this.#rows = database.collection('instances');
  }

  async open(indexBuilds: IndexBuilds): Promise<void> {
    await matchIndexes(this.#rows, INSTANCE_INDEXES, indexBuilds);
  }

  /**
   * Makes all instances of a process those of this epoch, so that older writers cannot change them.
   * @param adopted the latest epoch that had done so before; what is older still came after that, too late
   */
  async takeOver(process: string, adopted: number, epoch: number): Promise<void> {
    await this.#rows.deleteMany({ process, epoch: { $lt: adopted } });
    // Another revision: a change that has read the document before must read it again.
    await this.#rows.updateMany({ process, epoch: { $lt: epoch } }, { $set: { epoch, revision: randomUUID() } });
    this.#tenures.set(process, epoch);
  }

  async load(process: string, keys: readonly string[]): Promise<Map<string, ProcessInstance>> {
    const rows = await this.#rowsOf(process, keys);
    return new Map(rows.filter((row) => !this.#isLate(row)).map((row) => [row.key, fromInstanceRow(row)]));
  }

  /** Epochs under which instances were saved last. */
  async epochs(process: string, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found = await this.#rows
      .find({ _id: { $in: keys.map((key) => instanceIdOf(process, key)) } }, { projection: { key: 1, epoch: 1 } })
      .toArray();
    return new Map(found.map(({ key, epoch }) => [key, epoch]));
  }

  /**
   * Writes instances, guarded by position, and by epoch if there is one. An instance that is over and was never stored
   * is not stored now.
   * @returns whether some of them are over, and may be forgotten once the checkpoint has passed them
   */
  async save(
    process: string,
    instances: readonly ProcessInstance[],
    { stored, under, epoch }: SaveOptions,
  ): Promise<boolean> {
    const writes = instances
      .filter((instance) => stored.has(instance.key) || !isOver(instance))
      .map((instance) => {
        const row = toInstanceRow(process, instance, Math.max(under, stored.get(instance.key) ?? 0));
        const guard = this.#guardOf(row, epoch);
        return { row, guard, perhapsNew: !stored.has(instance.key) };
      });
    await writeGuarded(this.#rows, writes, this.#sizes.of(process));
    return writes.some(({ row }) => row.overAt !== undefined);
  }

  /**
   * Changes instances as they stand: what another writes meanwhile is read, and changed again.
   * @throws SystemError LEASE_LOST when a later epoch than this has one of them
   */
  async change(process: string, keys: readonly string[], change: Change, epoch?: number): Promise<void> {
    let open = [...new Set(keys)];
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const rows = new Map((await this.#rowsOf(process, open)).map((row) => [row.key, row]));
      const done = await Promise.all(open.map((key) => this.#changeOne(process, key, rows.get(key), change, epoch)));
      open = open.filter((_, index) => !done[index]);
      if (open.length === 0) return;
    }
    throw new SystemError('STORE_UNAVAILABLE', `instances of ${process} are changed by too many at once; try again`, {
      process,
    });
  }

  /** Forgets instances that are over, up to where the checkpoint stands: they will not be folded again. */
  async forget(process: string, through: Position): Promise<void> {
    await this.#rows.deleteMany({ process, overAt: { $lte: toStored(through), ...ANY_POSITION } });
  }

  async forgetAll(process: string): Promise<void> {
    await this.#rows.deleteMany({ process });
  }

  /** Names of the processes that have any. */
  async processes(): Promise<readonly string[]> {
    return this.#rows.distinct('process');
  }

  async unsent(process: string, limit: number): Promise<readonly ProcessInstance[]> {
    if (limit === 0) return [];
    const rows = this.#rows
      .find({ process, unsentAt: ANY_POSITION, ...this.#ours(process) })
      .sort({ unsentAt: 1, key: 1 })
      .limit(limit);
    return (await rows.toArray()).map(fromInstanceRow);
  }

  async parked(process: string): Promise<readonly ProcessInstance[]> {
    const rows = this.#rows
      .find({ process, parkedAt: ANY_POSITION, ...this.#ours(process) })
      .sort({ parkedAt: 1, key: 1 });
    return (await rows.toArray()).map(fromInstanceRow);
  }

  /** The earliest `limit` deadlines are all among the instances with the earliest `limit` first deadlines. */
  async due(process: string, now: number, limit: number): Promise<readonly { key: string; deadline: Deadline }[]> {
    if (limit === 0) return [];
    const rows = await this.#rows
      .find({ process, dueAt: { $lte: now }, ...this.#ours(process) })
      .sort({ dueAt: 1, key: 1 })
      .limit(limit)
      .toArray();
    return rows
      .map(fromInstanceRow)
      .flatMap(({ key, deadlines }) => deadlines.map((deadline) => ({ key, deadline })))
      .filter(({ deadline }) => deadline.dueAt <= now)
      .sort(
        (a, b) =>
          a.deadline.dueAt - b.deadline.dueAt ||
          compareBytes(a.key, b.key) ||
          compareBytes(a.deadline.id, b.deadline.id),
      )
      .slice(0, limit);
  }

  async nextDue(process: string): Promise<number | undefined> {
    const rows = this.#rows
      .find({ process, dueAt: { $gte: Number.MIN_SAFE_INTEGER }, ...this.#ours(process) })
      .sort({ dueAt: 1 })
      .limit(1);
    return (await rows.toArray())[0]?.dueAt;
  }

  async #rowsOf(process: string, keys: readonly string[]): Promise<InstanceRow[]> {
    return this.#rows.find({ _id: { $in: keys.map((key) => instanceIdOf(process, key)) } }).toArray();
  }

  /** False when another was faster. */
  async #changeOne(
    process: string,
    key: string,
    row: InstanceRow | undefined,
    change: Change,
    epoch: number | undefined,
  ): Promise<boolean> {
    if (row) refuseOlder(row._id, epoch, row.epoch);
    const after = change(row && !this.#isLate(row) ? fromInstanceRow(row) : undefined, key);
    if (!after) return true;
    const next = toInstanceRow(process, after, Math.max(row?.epoch ?? 0, this.#tenures.get(process) ?? 0, epoch ?? 0));
    if (!row) return insertOnce(this.#rows, next);
    const { _id, ...fields } = next;
    const { matchedCount } = await this.#rows.replaceOne({ _id, revision: row.revision }, fields);
    return matchedCount === 1;
  }

  /** What must hold of documents of a process that this handle is to see. */
  #ours(process: string): Filter<InstanceRow> {
    const tenure = this.#tenures.get(process);
    return tenure === undefined ? {} : { epoch: { $gte: tenure } };
  }

  /** Brought in by a writer whose lease this handle had taken over. */
  #isLate({ process, epoch }: InstanceRow): boolean {
    return epoch < (this.#tenures.get(process) ?? 0);
  }

  /** One that came too late is replaced wherever it stands. */
  #guardOf({ process, position }: InstanceRow, epoch: number | undefined): Filter<InstanceRow> {
    const guard: Filter<InstanceRow> = { position: { $lte: position }, ...fenceOf(epoch) };
    const tenure = this.#tenures.get(process);
    return tenure === undefined ? guard : { $or: [{ epoch: { $lt: tenure } }, guard] };
  }
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
