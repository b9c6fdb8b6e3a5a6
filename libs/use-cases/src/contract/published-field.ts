import type { TObject, TSchema } from '@sinclair/typebox';
import { idOf, type RecordedEvent } from '#kernel/domain';

/** Where a field of a published event comes from: what the table of published fields says, and how it is read. */
export interface PublishedField {
  /** In words, for the table: a path in the payload, a part of the envelope, or a constant. */
  readonly origin: string;
  /** Path in the payload of the domain event, where that is where it comes from. */
  readonly path?: string;
  readonly read: (event: RecordedEvent) => unknown;
}

/**
 * A field as the domain event has it.
 * @param path dotted, in the payload
 */
export function at(path: string): PublishedField {
  return { origin: `\`${path}\``, path, read: ({ data }) => valueAt(data, path) };
}

/**
 * A field that is made of one of the domain event.
 * @param path dotted, in the payload
 * @param how what is made of it, for the table
 * @param make is not asked where there is nothing under the path
 */
export function madeOf(path: string, how: string, make: (value: never) => unknown): PublishedField {
  return {
    origin: `\`${path}\`, ${how}`,
    path,
    read: ({ data }) => {
      const value = valueAt(data, path);
      return value === undefined ? undefined : make(value as never);
    },
  };
}

/** The same in every event that is made from this domain event. */
export function always(value: string | boolean): PublishedField {
  return { origin: `always ${JSON.stringify(value)}`, read: () => value };
}

/** The id of the thing whose stream the domain event stands in. */
export const idOfThing: PublishedField = { origin: 'id of the stream', read: ({ stream }) => idOf(stream) };

/** Tells whether a schema has a field under a dotted path. */
export function hasPath(schema: TSchema, path: string): boolean {
  let here: TSchema | undefined = schema;
  for (const name of path.split('.')) here = (here as Partial<TObject> | undefined)?.properties?.[name];
  return here !== undefined;
}

function valueAt(data: unknown, path: string): unknown {
  let here: unknown = data;
  for (const name of path.split('.')) here = (here as Readonly<Record<string, unknown>> | undefined)?.[name];
  return here;
}
