import { Type, type TSchema } from '@sinclair/typebox';

/** A field of an answer that is null where there is nothing to tell. */
export function orNull<T extends TSchema>(schema: T, description?: string) {
  return Type.Union([schema, Type.Null()], description === undefined ? {} : { description });
}
