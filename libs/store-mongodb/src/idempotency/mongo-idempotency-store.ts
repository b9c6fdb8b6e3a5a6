import type { Collection } from 'mongodb';
import type { IdempotencyStore, IdempotencyRecord } from '#kernel/ports';
import { insertOnce } from '../connection/insert-once.ts';
import { matchIndexes } from '../connection/indexes.ts';
import type { Database, MongoServer } from '../connection/mongo-server.ts';
import { notShown } from '../connection/store-error.ts';

interface RecordRow extends Omit<IdempotencyRecord, 'commandId'> {
  /** The command id: the one that is inserted first stands. */
  readonly _id: string;
  /** When it was made; absent in records of versions that noted no time. */
  readonly at?: Date;
}

/** Records that are forgotten in one request, which must end well before the server is taken for dead. */
const FORGOTTEN_AT_ONCE = 500;

/** Idempotency records, one document each. */
export class MongoIdempotencyStore implements IdempotencyStore {
  readonly #server: MongoServer;
  readonly #rows: Collection<RecordRow>;

  private constructor(server: MongoServer, database: Database) {
    this.#server = server;
    // Called as it was when the first installation was set up.
    this.#rows = database.collection('claims');
  }

  /** Opens the store and compares its indexes with those it needs. */
  static async open(server: MongoServer, database: Database): Promise<MongoIdempotencyStore> {
    const store = new MongoIdempotencyStore(server, database);
    await server.run(() => matchIndexes(store.#rows, [{ key: { at: 1 } }], server.indexBuilds));
    return store;
  }

  async make(record: IdempotencyRecord): Promise<IdempotencyRecord> {
    const { commandId, route, bodyHash, stream } = record;
    const at = new Date();
    return this.#server.run(async () => {
      if (await insertOnce(this.#rows, { _id: commandId, route, bodyHash, stream, at })) return record;
      const standing = await this.#rows.findOne({ _id: commandId });
      // Whose it is decides whether the command is carried out, so it is never guessed.
      if (!standing) throw notShown(`an idempotency record of the command ${commandId}`);
      return recordOf(standing);
    });
  }

  async find(commandId: string): Promise<IdempotencyRecord | undefined> {
    const row = await this.#server.run(() => this.#rows.findOne({ _id: commandId }));
    return row ? recordOf(row) : undefined;
  }

  /** Not by an index that expires documents: what that may remove would change with the configuration of who starts last. */
  async forget(before: number): Promise<number> {
    while ((await this.#server.run(() => this.#dateSome())) === FORGOTTEN_AT_ONCE);
    for (let all = 0; ;) {
      const some = await this.#server.run(() => this.#forgetSome(new Date(before)));
      all += some;
      if (some < FORGOTTEN_AT_ONCE) return all;
    }
  }

  async close(): Promise<void> {
    // The connection is that of all stores, and closed with them.
  }

  /** Records of before have no time of their own: theirs begins now. */
  async #dateSome(): Promise<number> {
    const undated = this.#rows.find({ at: { $exists: false } }, { projection: { _id: 1 } });
    const ids = (await undated.limit(FORGOTTEN_AT_ONCE).toArray()).map(({ _id }) => _id);
    if (ids.length > 0) await this.#rows.updateMany({ _id: { $in: ids } }, { $set: { at: new Date() } });
    return ids.length;
  }

  async #forgetSome(before: Date): Promise<number> {
    const old = this.#rows.find({ at: { $lt: before } }, { projection: { _id: 1 } }).sort({ at: 1 });
    const ids = (await old.limit(FORGOTTEN_AT_ONCE).toArray()).map(({ _id }) => _id);
    if (ids.length > 0) await this.#rows.deleteMany({ _id: { $in: ids } });
    return ids.length;
  }
}

function recordOf({ _id: commandId, route, bodyHash, stream }: RecordRow): IdempotencyRecord {
  return { commandId, route, bodyHash, stream };
}
