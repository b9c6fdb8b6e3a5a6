import {
  MongoBulkWriteError,
  MongoServerError,
  type AnyBulkWriteOperation,
  type Collection,
  type Filter,
} from 'mongodb';
import type { BatchSize } from './batch-size.ts';
import { DUPLICATE_KEY } from './server-codes.ts';

/** Documents of these collections are told apart by a text. */
export interface Row {
  readonly _id: string;
}

/** A document that replaces the stored one if that passes the guard, and is added where there is none. */
export interface GuardedWrite<R extends Row> {
  readonly row: R;
  /** What must hold of the stored document, besides its `_id`. */
  readonly guard: Filter<R>;
  /** False when the document is known to be there; a guess, which saves a refused insertion when it is right. */
  readonly perhapsNew: boolean;
}

/**
 * Upserts, each guarded, in one unordered bulk write per batch of that size (the driver cuts that further, to what the
 * server takes in documents and bytes). Not `upsert: true`: a guard that does not hold makes a server try to insert a
 * second document with the same `_id`. An upsert is therefore done in two halves: a document that is perhaps new is
 * inserted; where its `_id` is taken, by an older version too, the guarded replacement follows. Only then does no match
 * mean that a document as late as this one is there already.
 * @throws MongoBulkWriteError when a write is refused for another reason, a duplicate in another index included
 * @throws MongoServerError when too few members have what was written
 */
export async function writeGuarded<R extends Row>(
  collection: Collection<R>,
  writes: readonly GuardedWrite<R>[],
  size: BatchSize,
): Promise<void> {
  for (let start = 0, end = 0; start < writes.length; start = end) {
    end = start + size.current;
    await size.learnFrom(() => writeBatch(collection, writes.slice(start, end)));
  }
  size.done();
}

async function writeBatch<R extends Row>(collection: Collection<R>, batch: readonly GuardedWrite<R>[]): Promise<void> {
  const first = await insertOrReplace(collection, batch);
  const second = first.taken.length > 0 ? await replaceAll(collection, first.taken) : 0;
  if (first.written + second === batch.length) return;
  const missing = await missingOf(
    collection,
    batch.filter((write) => !write.perhapsNew || first.taken.includes(write)),
  );
  // Refused as a duplicate, and yet no document has the `_id`: it was another index that refused it.
  if (missing.some((write) => write.perhapsNew)) throw first.error;
  if (missing.length > 0) {
    await writeBatch(
      collection,
      missing.map((write) => ({ ...write, perhapsNew: true })),
    );
  }
}

interface Outcome<R extends Row> {
  readonly written: number;
  /** Insertions whose `_id` is taken. */
  readonly taken: readonly GuardedWrite<R>[];
  readonly error?: unknown;
}

async function insertOrReplace<R extends Row>(
  collection: Collection<R>,
  batch: readonly GuardedWrite<R>[],
): Promise<Outcome<R>> {
  const operations = batch.map((write) => (write.perhapsNew ? insertion(write) : replacement(write)));
  try {
    const { insertedCount, matchedCount } = await collection.bulkWrite(operations, { ordered: false });
    return { written: insertedCount + matchedCount, taken: [] };
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error;
    const concern = error.result.getWriteConcernError();
    // Beside duplicates the driver tells of those alone.
    if (concern) throw new MongoServerError({ message: concern.errmsg ?? 'write concern', code: concern.code });
    const refused = [error.writeErrors].flat();
    const duplicates = refused.map(({ code, index }) => (code === DUPLICATE_KEY ? batch[index] : undefined));
    const taken = duplicates.filter((write) => write !== undefined).filter(({ perhapsNew }) => perhapsNew);
    if (taken.length === 0 || taken.length < refused.length) throw error;
    return { written: error.insertedCount + error.matchedCount, taken, error };
  }
}

async function replaceAll<R extends Row>(
  collection: Collection<R>,
  writes: readonly GuardedWrite<R>[],
): Promise<number> {
  return (await collection.bulkWrite(writes.map(replacement), { ordered: false })).matchedCount;
}

async function missingOf<R extends Row>(
  collection: Collection<R>,
  writes: readonly GuardedWrite<R>[],
): Promise<GuardedWrite<R>[]> {
  const ids = writes.map(({ row }) => row._id);
  const there = await collection.find({ _id: { $in: ids } } as Filter<R>, { projection: { _id: 1 } }).toArray();
  const known = new Set<string>(there.map(({ _id }) => _id));
  return writes.filter(({ row }) => !known.has(row._id));
}

function insertion<R extends Row>({ row }: GuardedWrite<R>): AnyBulkWriteOperation<R> {
  return { insertOne: { document: row as never } };
}

function replacement<R extends Row>({ row, guard }: GuardedWrite<R>): AnyBulkWriteOperation<R> {
  const { _id, ...fields } = row;
  return { replaceOne: { filter: { _id, ...guard }, replacement: fields } };
}
