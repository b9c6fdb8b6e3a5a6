import { MongoBulkWriteError, ObjectId, type Collection, type Db, type WithoutId } from 'mongodb';
import type { AccessLogEntry } from '#kernel';
import { matchIndexes, type WantedIndex } from '../connection/indexes.ts';
import { DUPLICATE_KEY } from '../connection/store-error.ts';

/** The id grows with time, so that entries of one moment keep their order. */
type AccessRow = AccessLogEntry & { readonly _id: string };

const INDEXES: readonly WantedIndex[] = [
  { key: { subject: 1, at: -1, _id: -1 } },
  { key: { actorId: 1, at: -1, _id: -1 } },
  { key: { at: -1, _id: -1 } },
];

/** Who read whose personal data. */
export class AccessLog {
  readonly #rows: Collection<AccessRow>;

  constructor(database: Db) {
    this.#rows = database.collection('accesses');
  }

  async open(): Promise<void> {
    await matchIndexes(this.#rows, INDEXES);
  }

  /** Gives entries their ids, so that recording them again, when the answer was lost, changes nothing. */
  identified(entries: readonly AccessLogEntry[]): readonly AccessRow[] {
    return entries.map((entry) => ({ _id: new ObjectId().toHexString(), ...entry }));
  }

  /** Resolves when the entries are durable. */
  async record(rows: readonly AccessRow[]): Promise<void> {
    try {
      await this.#rows.insertMany(rows, { ordered: false });
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError)) throw error;
      const refused = [error.writeErrors].flat();
      if (refused.length === 0 || refused.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
    }
  }

  /** Entries that match, newest first. */
  async find(filter: { subject?: string; actorId?: string; limit: number }): Promise<readonly AccessLogEntry[]> {
    const { subject, actorId, limit } = filter;
    if (limit === 0) return [];
    const conditions = { ...(subject === undefined ? {} : { subject }), ...(actorId === undefined ? {} : { actorId }) };
    const rows = await this.#rows.find(conditions).sort({ at: -1, _id: -1 }).limit(limit).toArray();
    return rows.map(({ _id, ...entry }): WithoutId<AccessRow> => entry);
  }
}
