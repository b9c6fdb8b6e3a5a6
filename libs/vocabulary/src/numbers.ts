import { Type } from '@sinclair/typebox';

const MAX_INT32 = 2_147_483_647;

/** A whole number within bounds, both included. */
export function whole(minimum: number, maximum: number, description?: string) {
  const format = maximum > MAX_INT32 ? 'int64' : 'int32';
  return Type.Integer({ minimum, maximum, format, ...(description === undefined ? {} : { description }) });
}

/** How many of something there are. */
export const Count = whole(0, MAX_INT32);
/** Of a thing: how many events it has, less one. */
export const Revision = whole(0, Number.MAX_SAFE_INTEGER);
