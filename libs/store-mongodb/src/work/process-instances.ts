import { Long, type Collection, type Db, type Filter } from 'mongodb';
import { SystemError, type Deadline, type Position, type ProcessInstance } from '#kernel';
import { fenceOf } from '../connection/fence.ts';
import { writeGuarded } from '../connection/guarded-writes.ts';
import { matchIndexes } from '../connection/indexes.ts';
import { insertOnce } from '../connection/insert-once.ts';
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

const ANY_POSITION = { $gte: Long.ZERO };
const MOST_ROUNDS = 50;

/** Documents of process instances. */
export class ProcessInstances {
  readonly #rows: Collection<InstanceRow>;

  constructor(database: Db) {
    this.#rows = database.collection('instances');
  }

  async open(): Promise<void> {
    await matchIndexes(this.#rows, INSTANCE_INDEXES);
  }

  async load(process: string, keys: readonly string[]): Promise<Map<string, ProcessInstance>> {
    const rows = await this.#rowsOf(process, keys);
    return new Map(rows.map((row) => [row.key, fromInstanceRow(row)]));
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
   * @param stored what `epochs` gave
   * @returns whether some of them are over, and may be forgotten once the checkpoint has passed them
   */
  async save(
    process: string,
    instances: readonly ProcessInstance[],
    stored: ReadonlyMap<string, number>,
    epoch?: number,
  ): Promise<boolean> {
    const writes = instances
      .filter((instance) => stored.has(instance.key) || !isOver(instance))
      .map((instance) => {
        const row = toInstanceRow(process, instance, epoch ?? stored.get(instance.key) ?? 0);
        const guard: Filter<InstanceRow> = { position: { $lte: row.position }, ...fenceOf(epoch) };
        return { row, guard, perhapsNew: !stored.has(instance.key) };
      });
    await writeGuarded(this.#rows, writes);
    return writes.some(({ row }) => row.overAt !== undefined);
  }

  /** Changes instances as they stand: what another writes meanwhile is read, and changed again. */
  async change(process: string, keys: readonly string[], change: Change): Promise<void> {
    let open = [...new Set(keys)];
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const rows = new Map((await this.#rowsOf(process, open)).map((row) => [row.key, row]));
      const done = await Promise.all(open.map((key) => this.#changeOne(process, key, rows.get(key), change)));
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

  async unsent(process: string, limit: number): Promise<readonly ProcessInstance[]> {
    if (limit === 0) return [];
    const rows = this.#rows.find({ process, unsentAt: ANY_POSITION }).sort({ unsentAt: 1, key: 1 }).limit(limit);
    return (await rows.toArray()).map(fromInstanceRow);
  }

  async parked(process: string): Promise<readonly ProcessInstance[]> {
    const rows = this.#rows.find({ process, parkedAt: ANY_POSITION }).sort({ parkedAt: 1, key: 1 });
    return (await rows.toArray()).map(fromInstanceRow);
  }

  /** The earliest `limit` deadlines are all among the instances with the earliest `limit` first deadlines. */
  async due(process: string, now: number, limit: number): Promise<readonly { key: string; deadline: Deadline }[]> {
    if (limit === 0) return [];
    const rows = await this.#rows
      .find({ process, dueAt: { $lte: now } })
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
      .find({ process, dueAt: { $gte: Number.MIN_SAFE_INTEGER } })
      .sort({ dueAt: 1 })
      .limit(1);
    return (await rows.toArray())[0]?.dueAt;
  }

  async #rowsOf(process: string, keys: readonly string[]): Promise<InstanceRow[]> {
    return this.#rows.find({ _id: { $in: keys.map((key) => instanceIdOf(process, key)) } }).toArray();
  }

  /** False when another was faster. */
  async #changeOne(process: string, key: string, row: InstanceRow | undefined, change: Change): Promise<boolean> {
    const after = change(row && fromInstanceRow(row), key);
    if (!after) return true;
    const next = toInstanceRow(process, after, row?.epoch ?? 0);
    if (!row) return insertOnce(this.#rows, next);
    const { _id, ...fields } = next;
    const { matchedCount } = await this.#rows.replaceOne({ _id, revision: row.revision }, fields);
    return matchedCount === 1;
  }
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
