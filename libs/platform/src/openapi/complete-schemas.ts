import type { Components } from './described-operation.ts';

type Schemas = NonNullable<Components['schemas']>;

/**
 * What is left open in a schema that the compiler made of a class: that nothing else may be said than it names, and that
 * what has a default may be left out.
 */
export function completedSchemas(schemas: Schemas): Schemas {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, completed(schema) as Schemas[string]]),
  );
}

function completed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(completed);
  if (typeof value !== 'object' || value === null) return value;
  const inner: Record<string, unknown> = Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, completed(one)]),
  );
  if (inner.type !== 'object' || typeof inner.properties !== 'object') return inner;
  return { additionalProperties: false, ...inner, ...needed(inner) };
}

function needed({ required, properties }: Readonly<Record<string, unknown>>): { readonly required?: unknown } {
  if (!Array.isArray(required)) return {};
  const fields = properties as Readonly<Record<string, { readonly default?: unknown } | undefined>>;
  const names = (required as readonly string[]).filter((name) => fields[name]?.default === undefined);
  // An empty list is none (OpenAPI 3.0).
  return { required: names.length > 0 ? names : undefined };
}
