import {
  MongoBulkWriteError,
  ObjectId,
  type Collection,
  type Document,
  type Filter,
  type FindCursor,
  type WithId,
} from 'mongodb';
import type { AccessLog, AccessLogEntry, AccessLogFilter, StoredAccess } from '#kernel/ports';
import { matchIndexes, type WantedIndex } from '../connection/indexes.ts';
import type { Database, MongoServer } from '../connection/mongo-server.ts';
import { DUPLICATE_KEY } from '../connection/server-codes.ts';

/** The id grows with time, so that entries of one moment keep their order. Those from before say no outcome. */
type AccessRow = Omit<AccessLogEntry, 'outcome'> & Partial<Pick<AccessLogEntry, 'outcome'>> & { readonly _id: string };

const INDEXES: readonly WantedIndex[] = [
  { key: { subject: 1, at: -1, _id: -1 } },
  { key: { actorId: 1, at: -1, _id: -1 } },
  { key: { resource: 1, at: -1, _id: -1 } },
  { key: { at: -1, _id: -1 } },
];

/** Who wanted whose personal data, in a MongoDB database. */
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

  async list(filter: AccessLogFilter): Promise<readonly StoredAccess[]> {
    if (filter.limit === 0) return [];
    const rows = await this.#server.run(() => this.#find(filter).toArray());
    return rows.map(({ _id, outcome = 'READ', ...entry }) => ({ ...entry, outcome, id: _id }));
  }

  /** How the server would look entries up. */
  explain(filter: AccessLogFilter): Promise<Document> {
    return this.#server.run(() => this.#find(filter).explain());
  }

  async close(): Promise<void> {
    // The connection is that of all stores, and closed with them.
  }

  #find(filter: AccessLogFilter): FindCursor<WithId<AccessRow>> {
    return this.#rows.find(conditionsOf(filter)).sort({ at: -1, _id: -1 }).limit(filter.limit);
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

function conditionsOf({ subject, actorId, resource, from, before, after }: AccessLogFilter): Filter<AccessRow> {
  const since = { ...(from === undefined ? {} : { $gte: from }), ...(before === undefined ? {} : { $lt: before }) };
  return {
    ...(subject === undefined ? {} : { subject }),
    ...(actorId === undefined ? {} : { actorId }),
    ...(resource === undefined ? {} : { resource }),
    ...(Object.keys(since).length === 0 ? {} : { at: since }),
    ...(after
      ? { $and: [{ at: { $lte: after.at } }, { $or: [{ at: { $lt: after.at } }, { _id: { $lt: after.id } }] }] }
      : {}),
  };
}
