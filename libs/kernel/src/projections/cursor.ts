import { SystemError } from '../errors.ts';
import type { BuildId, DocumentQuery, Scalar, SchemaVersion } from '../ports/read-model-store.ts';

type SortOrder = NonNullable<DocumentQuery['orderBy']>;

/** Where a page ended: of which log, in which build, in which order, at which document. */
export interface Cursor {
  /** The names of builds may begin anew on another log. */
  readonly logId: string;
  readonly build: BuildId;
  readonly orderBy: SortOrder;
  /** Of the sort fields, one each. */
  readonly values: readonly (Scalar | null)[];
  readonly key: string;
}

/** An opaque text for clients. */
export function encodeCursor({ logId, build, orderBy, values, key }: Cursor): string {
  return Buffer.from(JSON.stringify([logId, build, textOf(orderBy), values, key])).toString('base64url');
}

/** @throws SystemError CURSOR_INVALID when it is none, or belongs to another order */
export function decodeCursor(text: string, orderBy: SortOrder): Cursor {
  const parts = parse(text);
  if (!Array.isArray(parts) || parts.length !== 5) throw invalidCursor('it is not one of ours');
  const [logId, build, order, values, key] = parts as [unknown, unknown, unknown, unknown, unknown];
  const texts = [logId, build, key].every((part) => typeof part === 'string');
  // Clients can make cursors of their own: nothing but scalars reaches the store.
  if (!texts || !Array.isArray(values) || !values.every(isSortValue)) {
    throw invalidCursor('it is not one of ours');
  }
  if (order !== textOf(orderBy) || values.length !== orderBy.length) {
    throw invalidCursor('it belongs to another order of the list');
  }
  return { logId: String(logId), build: String(build), orderBy, values, key: String(key) };
}

/** The refusal of a cursor, which always ends with what to do. */
export function invalidCursor(reason: string): SystemError {
  return new SystemError('CURSOR_INVALID', `the cursor cannot be used: ${reason}; start again without a cursor`);
}

/**
 * Refuses a cursor whose place means nothing in a projection: it names that place by the sort fields and the key, which are the
 * same in every build of one schema.
 * @throws SystemError CURSOR_INVALID when it is of another list; CURSOR_OUTDATED when the documents had another schema
 */
export function refuseOtherPlace({ build }: Cursor, { projection, version }: SchemaVersion): void {
  const [, name, schema] = BUILD_NAME.exec(build) ?? [];
  if (name !== projection) throw invalidCursor('it is not of this list');
  if (Number(schema) === version) return;
  throw new SystemError(
    'CURSOR_OUTDATED',
    'the cursor cannot be used: the list has another form since it was given out; start again without a cursor',
  );
}

/** `<name>@v<schema>.<build>`, as stores name builds. */
const BUILD_NAME = /^(.+)@v(\d+)\./;

/**
 * An order with the place of the key in it. Where the key descends that is said: cursors of the time when it always
 * ascended do not say so, and would skip and repeat documents whose sort fields are the same.
 */
function textOf(orderBy: SortOrder): string {
  return JSON.stringify(orderBy.at(-1)?.descending ? [...orderBy, 'key descending'] : orderBy);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function isSortValue(value: unknown): value is Scalar | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
