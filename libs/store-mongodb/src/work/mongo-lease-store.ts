import type { Collection } from 'mongodb';
import type { Lease, LeaseStore } from '#kernel/ports';
import { matchIndexes } from '../connection/indexes.ts';
import { insertOnce } from '../connection/insert-once.ts';
import type { Database, MongoServer } from '../connection/mongo-server.ts';

export interface LeaseStoreOptions {
  /** Milliseconds of a clock that never goes back. Default `performance.now`. */
  readonly monotonic?: (() => number) | undefined;
}

/** One holder's turn. The last one of a name says who has the lease. */
interface TurnRow {
  /** `<name>#<turn>`. */
  readonly _id: string;
  readonly name: string;
  readonly turn: number;
  readonly epoch: number;
  readonly holder: string;
  /** Counts signs of life. */
  readonly beat: number;
  /** Released, or ended by a challenger who has seen nothing of its holder for long enough. */
  readonly over: boolean;
}

/** Another's sign of life, and when this process first saw it. */
interface Sighting {
  readonly turn: number;
  readonly beat: number;
  readonly since: number;
}

/** Past turns that are kept. Who slept through that many could begin one of them again; its epoch is long past too. */
const KEPT_TURNS = 100;

/**
 * Leases, each a chain of turns. A challenger ends a turn in one step with the sign of life that it last saw of it, and
 * whoever inserts the next one has the lease. That one `_id` is inserted once only is the surest promise of a server.
 */
export class MongoLeaseStore implements LeaseStore {
  readonly #server: MongoServer;
  readonly #turns: Collection<TurnRow>;
  readonly #monotonic: () => number;
  readonly #sightings = new Map<string, Sighting>();

  private constructor(
    server: MongoServer,
    database: Database,
    { monotonic = () => performance.now() }: LeaseStoreOptions,
  ) {
    this.#server = server;
    this.#turns = database.collection('leases');
    this.#monotonic = monotonic;
  }

  /** Opens the store and compares its indexes with those it needs. */
  static async open(
    server: MongoServer,
    database: Database,
    options: LeaseStoreOptions = {},
  ): Promise<MongoLeaseStore> {
    const store = new MongoLeaseStore(server, database, options);
    await server.run(() => matchIndexes(store.#turns, [{ key: { name: 1, turn: -1 } }], server.indexBuilds));
    return store;
  }

  async acquire(name: string, holder: string, ttl: number): Promise<Lease | undefined> {
    return this.#server.run(async () => {
      const last = await this.#last(name);
      if (!last || last.over) return this.#begin(name, holder, last);
      const { epoch } = last;
      if (last.holder === holder)
        return (await this.#beat({ name, holder, epoch })) ? { name, holder, epoch } : undefined;
      if (!this.#isSilent(last, ttl) || !(await this.#end(last))) return undefined;
      return this.#begin(name, holder, last);
    });
  }

  async heartbeat(lease: Lease): Promise<boolean> {
    return this.#server.run(() => this.#beat(lease));
  }

  async release({ name, holder, epoch }: Lease): Promise<void> {
    await this.#server.run(() => this.#turns.updateOne({ name, holder, epoch }, { $set: { over: true } }));
  }

  async lastSign(name: string): Promise<string | undefined> {
    const last = await this.#server.run(() => this.#last(name));
    return !last || last.over ? undefined : `${last.turn}.${last.beat}`;
  }

  async close(): Promise<void> {
    // The connection is that of all stores, and closed with them.
  }

  async #last(name: string): Promise<TurnRow | undefined> {
    const [last] = await this.#turns.find({ name }).sort({ turn: -1 }).limit(1).toArray();
    return last;
  }

  #isSilent({ name, turn, beat }: TurnRow, ttl: number): boolean {
    const now = this.#monotonic();
    const seen = this.#sightings.get(name);
    if (seen?.turn === turn && seen.beat === beat) return now - seen.since >= ttl;
    this.#sightings.set(name, { turn, beat, since: now });
    return false;
  }

  /** False when the holder has shown life since, or another has ended the turn. */
  async #end({ _id, beat }: TurnRow): Promise<boolean> {
    const ended = await this.#turns.findOneAndUpdate({ _id, beat, over: false }, { $set: { over: true } });
    return ended !== null;
  }

  async #begin(name: string, holder: string, before: TurnRow | undefined): Promise<Lease | undefined> {
    const turn = (before?.turn ?? 0) + 1;
    const epoch = epochAfter(before?.epoch ?? 0);
    const row = { _id: `${name}#${turn}`, name, turn, epoch, holder, beat: 0, over: false };
    if (!(await insertOnce(this.#turns, row))) return undefined;
    this.#sightings.delete(name);
    await this.#turns.deleteMany({ name, turn: { $lte: turn - KEPT_TURNS } });
    return { name, holder, epoch };
  }

  async #beat({ name, holder, epoch }: Lease): Promise<boolean> {
    const living = { name, holder, epoch, over: false };
    return (await this.#turns.updateOne(living, { $inc: { beat: 1 } })).matchedCount === 1;
  }
}

/**
 * Epochs also grow past the seconds of the wall clock: if the leases are lost or restored from a backup, new epochs are
 * still later than those that the read models have seen.
 */
function epochAfter(before: number): number {
  return Math.max(before + 1, Math.floor(Date.now() / 1000));
}
