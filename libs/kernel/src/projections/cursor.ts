import { SystemError } from '../errors.ts';
import type { BuildId, Scalar } from '../ports/read-model-store.ts';

/** Where a page ended: in which build, in which order, at which document. */
export interface Cursor {
  readonly build: BuildId;
  /** The sort order it belongs to. */
  readonly order: string;
  readonly values: readonly (Scalar | null)[];
  readonly key: string;
}

/** An opaque text for clients. */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.build, cursor.order, cursor.values, cursor.key])).toString('base64url');
}

/** @throws SystemError CURSOR_INVALID when it is none, or belongs to another order */
export function decodeCursor(text: string, order: string): Cursor {
  const parts = parse(text);
  if (!Array.isArray(parts) || parts.length !== 4) throw invalidCursor('it is not one of ours');
  const [build, given, values, key] = parts as [unknown, unknown, unknown, unknown];
  if (typeof build !== 'string' || typeof key !== 'string' || !Array.isArray(values)) {
    throw invalidCursor('it is not one of ours');
  }
  if (given !== order) throw invalidCursor('it belongs to another order of the list');
  return { build, order, values: values as (Scalar | null)[], key };
}

/** The refusal of a cursor, which always ends with what to do. */
export function invalidCursor(reason: string): SystemError {
  return new SystemError('CURSOR_INVALID', `the cursor cannot be used: ${reason}; start again without a cursor`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
