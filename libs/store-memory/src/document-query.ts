import type { Condition, DocumentQuery, Scalar } from '#kernel/ports';

const NAME = /^[A-Za-z_][\w-]*$/;

/** A live document as a query sees it. */
export interface Candidate {
  readonly key: string;
  readonly document: unknown;
}

/** Live documents that match a query, in its order, after its cursor, up to its limit. */
export function runQuery(candidates: readonly Candidate[], query: DocumentQuery): readonly Candidate[] {
  const conditions = Object.entries(query.where ?? {});
  const order = query.orderBy ?? [];
  for (const path of [...Object.keys(query.where ?? {}), ...order.map(({ field }) => field)]) checkPath(path);
  if (query.after && query.after.values.length !== order.length) {
    throw new TypeError('a cursor has one value for each sort field');
  }
  const sortable = candidates
    .filter(({ document }) => conditions.every(([path, condition]) => holds(valueAt(document, path), condition)))
    .map((candidate) => ({ candidate, place: placeOf(candidate, order) }));
  const compare = (a: Place, b: Place): number => comparePlaces(a, b, order);
  const { after } = query;
  return sortable
    .filter(({ place }) => after === undefined || compare(place, after) > 0)
    .sort((a, b) => compare(a.place, b.place))
    .slice(0, query.limit)
    .map(({ candidate }) => candidate);
}

/** @throws TypeError when a path is not made of names of letters, digits, `_` and `-` */
export function checkPath(path: string): void {
  if (!path.split('.').every((name) => NAME.test(name))) throw new TypeError(`not a path of field names: ${path}`);
}

/** Compares texts by their UTF-8 bytes, as databases do; JavaScript's `<` compares UTF-16 units. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

type Order = NonNullable<DocumentQuery['orderBy']>;
type Place = NonNullable<DocumentQuery['after']>;

function placeOf({ key, document }: Candidate, order: Order): Place {
  return { key, values: order.map(({ field }) => scalarOrNull(valueAt(document, field))) };
}

function comparePlaces(a: Place, b: Place, order: Order): number {
  for (const [index, { descending }] of order.entries()) {
    const difference = compareScalars(a.values[index] ?? null, b.values[index] ?? null);
    if (difference !== 0) return descending ? -difference : difference;
  }
  return order.at(-1)?.descending ? compareBytes(b.key, a.key) : compareBytes(a.key, b.key);
}

function compareScalars(a: Scalar | null, b: Scalar | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'string' && typeof b === 'string') return compareBytes(a, b);
  if (typeof a === 'string' || typeof b === 'string')
    return Number(typeof a === 'string') - Number(typeof b === 'string');
  return Number(a) - Number(b);
}

function holds(value: unknown, condition: Condition): boolean {
  if (Array.isArray(value)) return value.some((element) => !Array.isArray(element) && holds(element, condition));
  if (typeof condition !== 'object') return value === condition;
  if ('in' in condition) return condition.in.some((wanted) => wanted === value);
  const scalar = scalarOrNull(value);
  if (scalar === null) return false;
  const within = (bound: Scalar | undefined, test: (difference: number) => boolean): boolean =>
    bound === undefined || (typeof bound === typeof scalar && test(compareScalars(scalar, bound)));
  return (
    within(condition.from, (difference) => difference >= 0) &&
    within(condition.to, (difference) => difference <= 0) &&
    within(condition.before, (difference) => difference < 0)
  );
}

function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  }
  return value;
}

function scalarOrNull(value: unknown): Scalar | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
