import type { TSchema } from '@sinclair/typebox';

/** A schema with what the description of the API says of it in this place. */
export function explained<Schema extends TSchema>(schema: Schema, description: string): Schema {
  return { ...schema, description };
}
