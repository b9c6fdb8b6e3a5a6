import { Type, type TSchema } from '@sinclair/typebox';

/** Most items of a page. */
export const PAGE_SIZE = 200;

/**
 * A list that has an end.
 * @param maxItems most items there can be
 */
export function listOf<Item extends TSchema>(item: Item, maxItems: number, description?: string) {
  return Type.Array(item, { minItems: 0, maxItems, ...(description === undefined ? {} : { description }) });
}
