import type { Collection } from 'mongodb';
import type { Row } from './guarded-writes.ts';

/** Most documents of one answer: a query that has no more is answered at once, and holds no cursor on the server. */
const BATCH_SIZE = 1_000;

/** How many of the first arguments of a method say which documents are meant, and what becomes of them. */
const CHECKED: Readonly<Record<string, number>> = {
  find: 1,
  findOne: 1,
  findOneAndUpdate: 2,
  updateOne: 2,
  updateMany: 2,
  replaceOne: 2,
  deleteOne: 1,
  deleteMany: 1,
  insertOne: 1,
  insertMany: 1,
  countDocuments: 1,
  bulkWrite: 1,
};
/** Here the filter comes second. */
const DISTINCT = 'distinct';

/**
 * A collection that refuses in whatever is sent to it what the driver would make something else of. `undefined`: left out
 * of a filter, as the driver can, it would mean every document, and written as null, as the driver does otherwise, another
 * one. Halves of surrogate pairs: BSON is UTF-8, and makes all of them the same mark, so that two keys would meet; documents
 * have theirs escaped before they come here. All collections come through here.
 * @throws TypeError from its methods, naming the path of what is refused; nothing was sent then
 */
export function checkedCollection<R extends Row>(collection: Collection<R>): Collection<R> {
  return new Proxy(collection, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const method = value as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        const checked = name === DISTINCT ? args.slice(1, 2) : args.slice(0, CHECKED[String(name)] ?? 0);
        for (const [index, argument] of checked.entries()) refuseUnsafe(argument, `${String(name)}(${index})`);
        if (name === 'find') return method.call(target, args[0], { batchSize: BATCH_SIZE, ...Object(args[1]) });
        return method.apply(target, args);
      };
    },
  });
}

function refuseUnsafe(value: unknown, path: string): void {
  if (value === undefined) throw new TypeError(`undefined is sent to MongoDB, at ${path}`);
  if (typeof value === 'string') refuseBroken(value, path);
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) refuseUnsafe(item, `${path}.${index}`);
    return;
  }
  // A value of BSON has fields that are the driver's own business.
  if ('_bsontype' in value || ArrayBuffer.isView(value) || value instanceof Date) return;
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name in fields) {
    refuseBroken(name, `${path}.${name}`);
    refuseUnsafe(fields[name], `${path}.${name}`);
  }
}

function refuseBroken(text: string, path: string): void {
  if (text.isWellFormed()) return;
  throw new TypeError(`half of a surrogate pair is sent to MongoDB, at ${path.toWellFormed()}`);
}
