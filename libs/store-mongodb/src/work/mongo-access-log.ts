import { MongoBulkWriteError, ObjectId, type Collection, type WithoutId } from 'mongodb';
import type { AccessLog, AccessLogEntry, AccessLogFilter } from '#kernel/ports';
import { matchIndexes, type WantedIndex } from '../connection/indexes.ts';
import type { Database, MongoServer } from '../connection/mongo-server.ts';
import { DUPLICATE_KEY } from '../connection/server-codes.ts';

/** The id grows with time, so that entries of one moment keep their order. */
type AccessRow = AccessLogEntry & { readonly _id: string };

const INDEXES: readonly WantedIndex[] = [
  { key: { subject: 1, at: -1, _id: -1 } },
  { key: { actorId: 1, at: -1, _id: -1 } },
  { key: { at: -1, _id: -1 } },
];

/** Who read whose personal data, in a MongoDB database. */
export class MongoAccessLog implements AccessLog {
  readonly #server: MongoServer;
  readonly #rows: Collection<AccessRow>;

  private constructor(server: MongoServer, database: Database) {
    this.#server = server;
    this.#rows = database.collection('accesses');
  }

  /** Opens the log and compares its indexes with those it needs. */
  static async open(server: MongoServer, database: Database): Promise<MongoAccessLog> {
    const log = new MongoAccessLog(server, database);
    await server.run(() => matchIndexes(log.#rows, INDEXES, server.indexBuilds));
    return log;
  }

  async record(entries: readonly AccessLogEntry[]): Promise<void> {
    if (entries.length === 0) return;
    // They have their ids before the first try, so that another one, when the answer was lost, changes nothing.
    const rows = entries.map((entry): AccessRow => ({ _id: new ObjectId().toHexString(), ...entry }));
    await this.#server.run(() => this.#insert(rows));
  }

  async list({ subject, actorId, limit }: AccessLogFilter): Promise<readonly AccessLogEntry[]> {
    if (limit === 0) return [];
    const conditions = { ...(subject === undefined ? {} : { subject }), ...(actorId === undefined ? {} : { actorId }) };
    const newest = { at: -1, _id: -1 } as const;
    const rows = await this.#server.run(() => this.#rows.find(conditions).sort(newest).limit(limit).toArray());
    return rows.map(({ _id, ...entry }): WithoutId<AccessRow> => entry);
  }

  async close(): Promise<void> {
    // The connection is that of all stores, and closed with them.
  }

  async #insert(rows: readonly AccessRow[]): Promise<void> {
    try {
      await this.#rows.insertMany(rows, { ordered: false });
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError)) throw error;
      const refused = [error.writeErrors].flat();
      if (refused.length === 0 || refused.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
    }
  }
}
