import type { TArray, TObject, TSchema, TUnion } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** A value as it leaves: nobody changes it any more. */
export type Published<T> = T extends readonly (infer Item)[]
  ? readonly Published<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Published<T[K]> }
    : T;

/** Copies what a schema names of a value. */
export type Publisher = (value: unknown) => unknown;

/**
 * Makes what lets out only the fields that a schema names, however deep: a field that is added to a document does not
 * leave before the answer declares it.
 * @throws TypeError for a shape that it could not cut, such as a record or an intersection
 */
export function publisherOf(schema: TSchema): Publisher {
  if (isObject(schema)) return objectPublisher(schema);
  if (isArray(schema)) {
    const item = publisherOf(schema.items);
    return (value) => (Array.isArray(value) ? value.map(item) : value);
  }
  if (isUnion(schema)) return unionPublisher(schema);
  if (isPlain(schema)) return (value) => value;
  throw new TypeError('an answer is declared as objects, lists, unions and plain values: nothing else would be cut');
}

function objectPublisher(schema: TObject): Publisher {
  const fields = Object.entries(schema.properties).map(([name, field]) => [name, publisherOf(field)] as const);
  const isOpen = schema.additionalProperties === true;
  return (value) => {
    if (isOpen || typeof value !== 'object' || value === null) return value;
    const published: Record<string, unknown> = {};
    for (const [name, publish] of fields) {
      const field = (value as Readonly<Record<string, unknown>>)[name];
      if (field !== undefined) published[name] = publish(field);
    }
    return published;
  };
}

/** Of several shapes the first that fits; null and plain values need no look. */
function unionPublisher({ anyOf }: TUnion): Publisher {
  const shapes = anyOf.map((schema) => ({ schema, publish: publisherOf(schema) }));
  const complex = shapes.filter(({ schema }) => isObject(schema) || isArray(schema) || isUnion(schema));
  const [only] = complex;
  return (value) => {
    if (typeof value !== 'object' || value === null || only === undefined) return value;
    if (complex.length === 1) return only.publish(value);
    const shape = complex.find(({ schema }) => Value.Check(schema, value));
    if (!shape) throw new TypeError('an answer fits none of the shapes that are declared for it');
    return shape.publish(value);
  };
}

function isObject(schema: TSchema): schema is TObject {
  return schema.type === 'object' && typeof schema.properties === 'object';
}

function isArray(schema: TSchema): schema is TArray {
  return schema.type === 'array' && typeof schema.items === 'object';
}

const PLAIN_TYPES = ['string', 'number', 'integer', 'boolean', 'null'];

function isPlain({ type, const: only, enum: values }: TSchema): boolean {
  return PLAIN_TYPES.includes(String(type)) || only !== undefined || Array.isArray(values);
}

function isUnion(schema: TSchema): schema is TUnion {
  return Array.isArray(schema.anyOf);
}
