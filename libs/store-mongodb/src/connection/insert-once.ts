import type { Collection, OptionalUnlessRequiredId } from 'mongodb';
import type { Row } from './guarded-writes.ts';
import { isDuplicateKey } from './store-error.ts';

/**
 * Inserts a document, unless one with its `_id`, or another unique value of it, is there already.
 * @returns whether it was inserted now
 */
export async function insertOnce<R extends Row>(collection: Collection<R>, row: R): Promise<boolean> {
  try {
    await collection.insertOne(row as OptionalUnlessRequiredId<R>);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
