import type { Filter, Sort } from 'mongodb';
import type { Condition, DocumentQuery, Scalar } from '#kernel/ports';
import { storedPath } from './json-document.ts';
import type { DocumentRow } from './rows.ts';

/** One request of a query: its answer is a stretch of the whole answer. */
export interface Stretch {
  readonly filter: Filter<DocumentRow>;
  readonly sort: Sort;
}

type Clause = Readonly<Record<string, unknown>>;

const LIVE: Clause = { document: { $exists: true } };

/**
 * The requests whose answers, one after the other, answer a query. Without a cursor it is one. After a cursor it is one
 * per sort field: those that share all values but the last, those that share all but the last two, and so on. Each of
 * them is a range of an index on (conditions, sort fields), which one condition with `$or` would not be. A sort field
 * holds values of one type, or nothing.
 */
export function compileQuery({ where = {}, orderBy = [], after }: DocumentQuery): readonly Stretch[] {
  const conditions = Object.entries(where).flatMap(([path, condition]) => holds(storedPath(path), condition));
  // A tombstone has no fields, so that it meets no condition.
  const base = conditions.length > 0 ? conditions : [LIVE];
  // As the last sort field: a mixed order could be read off no index, from neither end.
  const keyDescends = orderBy.at(-1)?.descending ?? false;
  const stretch = (more: readonly Clause[], sorted: typeof orderBy): Stretch => ({
    filter: all([...base, ...more]),
    sort: [...sorted.map(({ field, descending }) => term(storedPath(field), descending)), term('_id', keyDescends)],
  });
  if (!after) return [stretch([], orderBy)];
  if (after.values.length !== orderBy.length) throw new TypeError('a cursor has one value for each sort field');

  const shared = orderBy.map(({ field }, index) => sameAs(storedPath(field), after.values[index] ?? null));
  const stretches = [stretch([...shared, { _id: { [keyDescends ? '$lt' : '$gt']: after.key } }], [])];
  for (const [index, { field, descending = false }] of [...orderBy.entries()].reverse()) {
    for (const beyond of pastValue(storedPath(field), after.values[index] ?? null, descending)) {
      stretches.push(stretch([...shared.slice(0, index), beyond], orderBy.slice(index)));
    }
  }
  return stretches;
}

function term(path: string, descending: boolean | undefined): [string, 1 | -1] {
  return [path, descending ? -1 : 1];
}

function all(clauses: readonly Clause[]): Filter<DocumentRow> {
  const [first, ...others] = clauses;
  return (others.length === 0 ? first : { $and: clauses }) as Filter<DocumentRow>;
}

/** A missing field is null to a server, and null sorts before everything else. */
function sameAs(path: string, value: Scalar | null): Clause {
  return { [path]: { $eq: value } };
}

/** Ranges of what comes after a value in the given direction, in order. */
function pastValue(path: string, value: Scalar | null, descending: boolean): readonly Clause[] {
  if (!descending) return [{ [path]: value === null ? { $ne: null } : { $gt: value } }];
  return value === null ? [] : [{ [path]: { $lt: value } }, sameAs(path, null)];
}

/** Servers compare values of one type only, and an array by its elements, which is what the port asks for. */
function holds(path: string, condition: Condition): readonly Clause[] {
  if (typeof condition !== 'object') return [{ [path]: { $eq: condition } }];
  if ('in' in condition) return [{ [path]: { $in: condition.in } }];
  const { from, to, before } = condition;
  const bounds = Object.entries({ $gte: from, $lte: to, $lt: before }).filter(([, bound]) => bound !== undefined);
  const range = Object.fromEntries(bounds);
  if (bounds.length < 2) return [{ [path]: range }];
  // One element of an array may meet one bound and another the other; it must be one that meets both.
  const oneElement = { $or: [{ [path]: { $not: { $type: 'array' } } }, { [path]: { $elemMatch: range } }] };
  return [{ [path]: range }, oneElement];
}
