import type { Components } from './described-operation.ts';

type Schemas = NonNullable<Components['schemas']>;

/** What an operation adds to the example of its body, while the API is described; it is taken out again. */
export const EXAMPLE_EXTENSION = 'x-rete-punti-example';

/** The words of a schema that an example is made of. */
export interface Exemplary {
  readonly $ref?: string;
  readonly allOf?: readonly Exemplary[];
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly items?: Exemplary;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Exemplary>>;
}

/** What a text says of which nothing else is known. */
const SOME_TEXT = 'Testo di prova';

/** A value that a schema takes: what its fields give as examples, and of what may be left out nothing. */
export function exampleOf(schema: Exemplary, schemas: Schemas): unknown {
  const {
    $ref: reference,
    allOf,
    type,
    example,
    enum: words,
    properties = {},
    required = [],
    items,
    minItems = 0,
  } = schema;
  if (example !== undefined) return example;
  if (schema.default !== undefined) return schema.default;
  if (words) return words[0];
  const target = reference === undefined ? allOf?.[0] : (schemas[reference.split('/').at(-1) ?? ''] as Exemplary);
  if (target) return exampleOf(target, schemas);
  if (type === 'object') {
    return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] ?? {}, schemas)]));
  }
  if (type === 'array') return items ? Array.from({ length: minItems }, () => exampleOf(items, schemas)) : [];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 0;
  return type === 'boolean' ? false : SOME_TEXT;
}
