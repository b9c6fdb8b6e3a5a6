import type { Components } from './described-operation.ts';

type Schemas = NonNullable<Components['schemas']>;

/** What is left open in a schema that the compiler made of a class: that nothing else may be said than it names. */
export function completedSchemas(schemas: Schemas): Schemas {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, closed(schema) as Schemas[string]]));
}

function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one)]));
  const isShape = inner.type === 'object' && typeof inner.properties === 'object';
  return isShape && inner.additionalProperties === undefined ? { ...inner, additionalProperties: false } : inner;
}
