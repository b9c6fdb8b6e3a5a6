import type { Collection, IndexDescriptionInfo } from 'mongodb';
import { SystemError } from '#kernel/domain';
import type { Row } from './guarded-writes.ts';
import { INDEX_CONFLICT, INDEX_NOT_FOUND, NAMESPACE_NOT_FOUND } from './server-codes.ts';
import { codeOf, failureOf } from './store-error.ts';

/** An index that a collection must have. Its name follows from its fields. */
export interface WantedIndex {
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: true;
}

/** How a server is to build indexes. */
export interface IndexBuilds {
  /** Milliseconds for all indexes of a collection. */
  readonly timeoutMS: number;
  /** How many members must have built an index before it counts; only where there are members. */
  readonly commitQuorum?: 'majority';
}

/**
 * Options that change what an index holds, refuses, or can be used for. All others, of this version of the server or a
 * later one, say how it is kept: an index that differs from a wanted one in those serves as well. A hidden index is kept
 * in step and refuses duplicates, but answers no query.
 */
const CHANGES_CONTENT = ['sparse', 'partialFilterExpression', 'collation', 'expireAfterSeconds', 'wildcardProjection'];
const CHANGES_USE = ['hidden'];

/**
 * Compares the indexes of a collection with those it must have. One that has the fields or the name of a wanted one but
 * differs from it is made anew: all that is lost meanwhile is speed. Not so a unique one, on which correctness rests:
 * that is an error. Indexes that nobody here asked for are left alone. Those that are missing are asked for in one request,
 * so that the collection is read once. Those that are listed are asked for again, each by itself: a server lists what it
 * is still building, for another process too, and answers such a request once that is built.
 * @throws SystemError STORE_UNAVAILABLE when a unique index differs, or documents stand in its way
 */
export async function matchIndexes<R extends Row>(
  collection: Collection<R>,
  wanted: readonly WantedIndex[],
  builds: IndexBuilds,
): Promise<void> {
  if (wanted.length === 0) return;
  const present = await indexesOf(collection);
  for (const index of wanted) {
    const alike = present.filter(({ key, name }) => sameKey(key, index.key) || name === nameOf(index));
    if (alike.some((one) => serves(one, index))) continue;
    for (const { name = '' } of alike) {
      if (index.unique) throw differs(collection.namespace, nameOf(index));
      await dropIndex(collection, name);
    }
  }
  const isListed = (index: WantedIndex): boolean => present.some((one) => serves(one, index));
  await build(
    collection,
    wanted.filter((index) => !isListed(index)),
    builds,
  );
  for (const index of wanted.filter(isListed)) await join(collection, index, present, builds);
}

async function build<R extends Row>(
  collection: Collection<R>,
  missing: readonly WantedIndex[],
  builds: IndexBuilds,
): Promise<void> {
  if (missing.length === 0) return;
  const indexes = missing.map((index) => ({
    key: { ...index.key },
    name: nameOf(index),
    ...(index.unique ? { unique: true } : {}),
  }));
  try {
    await collection.createIndexes(indexes, { ...builds });
  } catch (error) {
    const unique = missing.find((index) => index.unique);
    // Some servers have a code for duplicates, and others none.
    throw unique && failureOf(error).kind === 'other' ? cannotBeMade(collection.namespace, unique, error) : error;
  }
}

/** Waits until an index that is listed is built, by asking for it as it is listed. */
async function join<R extends Row>(
  collection: Collection<R>,
  { key, unique }: WantedIndex,
  present: readonly IndexDescriptionInfo[],
  builds: IndexBuilds,
): Promise<void> {
  const { name = '' } = present.find((one) => serves(one, { key, ...(unique ? { unique } : {}) })) ?? {};
  try {
    await collection.createIndexes([{ key: { ...key }, name, ...(unique ? { unique } : {}) }], { ...builds });
  } catch (error) {
    // It has options that only say how it is kept, so that it cannot be asked for, nor was it made by this program.
    if (!INDEX_CONFLICT.has(codeOf(error))) throw error;
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
  const options = present as unknown as Readonly<Record<string, unknown>>;
  const changing = unique ? CHANGES_CONTENT : [...CHANGES_CONTENT, ...CHANGES_USE];
  return (
    sameKey(present.key, key) &&
    (present.unique === true) === (unique === true) &&
    changing.every((option) => saysNothing(options[option]))
  );
}

/** An option that is off, or a collation that compares as without one. */
function saysNothing(option: unknown): boolean {
  if (option === undefined || option === null || option === false) return true;
  return typeof option === 'object' && 'locale' in option && option.locale === 'simple';
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

/** What the server says of duplicates holds the value itself, which may be personal: it is not repeated. */
function cannotBeMade(namespace: string, index: WantedIndex, cause: unknown): SystemError {
  const name = nameOf(index);
  const fields = Object.keys(index.key).join(', ');
  return new SystemError(
    'STORE_UNAVAILABLE',
    `the unique index ${name} of ${namespace} is missing, and the server refuses to make it: look for documents with the ` +
      `same ${fields}, find out which of them counts, remove the others or restore ${namespace}, start again`,
    { namespace, index: name },
    { cause },
  );
}
