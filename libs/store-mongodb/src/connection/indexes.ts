import type { Collection, IndexDescriptionInfo } from 'mongodb';
import { SystemError } from '#kernel/domain';
import { codeOf, INDEX_NOT_FOUND, NAMESPACE_NOT_FOUND } from './store-error.ts';
import type { Row } from './guarded-writes.ts';

/** An index that a collection must have. Its name follows from its fields. */
export interface WantedIndex {
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: true;
}

const PLAIN: ReadonlySet<string> = new Set(['v', 'key', 'name', 'ns', 'background', 'unique']);

/**
 * Compares the indexes of a collection with those it must have. Missing ones are made. One that has the fields or the
 * name of a wanted one but differs from it is made anew: all that is lost meanwhile is speed. Not so a unique one, on
 * which correctness rests: that is an error. Indexes that nobody here asked for are left alone.
 * @throws SystemError STORE_UNAVAILABLE when a unique index differs
 */
export async function matchIndexes<R extends Row>(
  collection: Collection<R>,
  wanted: readonly WantedIndex[],
): Promise<void> {
  const present = await indexesOf(collection);
  for (const index of wanted) {
    const alike = present.filter(({ key, name }) => sameKey(key, index.key) || name === nameOf(index));
    if (alike.some((one) => serves(one, index))) continue;
    for (const { name = '' } of alike) {
      if (index.unique) throw differs(collection.namespace, nameOf(index));
      await dropIndex(collection, name);
    }
    const options = { name: nameOf(index), ...(index.unique ? { unique: true } : {}) };
    await collection.createIndex({ ...index.key }, options, undefined);
  }
}

/** Drops those of the indexes that were wanted before and are no longer, if they are there as they were made. */
export async function dropUnwanted<R extends Row>(
  collection: Collection<R>,
  before: readonly WantedIndex[],
  wanted: readonly WantedIndex[],
): Promise<void> {
  const kept = new Set(wanted.map(nameOf));
  const unwanted = before.filter((index) => !kept.has(nameOf(index)));
  if (unwanted.length === 0) return;
  const present = await indexesOf(collection);
  for (const index of unwanted) {
    const name = nameOf(index);
    if (present.some((one) => one.name === name && serves(one, index))) await dropIndex(collection, name);
  }
}

async function indexesOf<R extends Row>(collection: Collection<R>): Promise<IndexDescriptionInfo[]> {
  try {
    return await collection.indexes();
  } catch (error) {
    if (codeOf(error) === NAMESPACE_NOT_FOUND) return [];
    throw error;
  }
}

/** Another process may be comparing at the same time. */
async function dropIndex<R extends Row>(collection: Collection<R>, name: string): Promise<void> {
  try {
    await collection.dropIndex(name);
  } catch (error) {
    if (codeOf(error) !== INDEX_NOT_FOUND) throw error;
  }
}

function serves(present: IndexDescriptionInfo, { key, unique }: WantedIndex): boolean {
  const plain = Object.keys(present).every((option) => PLAIN.has(option));
  return plain && sameKey(present.key, key) && (present.unique === true) === (unique === true);
}

function sameKey(present: IndexDescriptionInfo['key'], wanted: WantedIndex['key']): boolean {
  return JSON.stringify(Object.entries(present)) === JSON.stringify(Object.entries(wanted));
}

function nameOf({ key }: WantedIndex): string {
  return Object.entries(key)
    .map(([field, direction]) => `${field}_${direction}`)
    .join('_');
}

function differs(namespace: string, name: string): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `the index ${name} of ${namespace} is not the unique one that is needed: look for duplicates, drop it, start again`,
    { namespace, index: name },
  );
}
