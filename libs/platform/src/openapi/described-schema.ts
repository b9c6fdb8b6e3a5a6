import type { TSchema } from '@sinclair/typebox';
import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Described = Exclude<Schemas[string], { $ref: string }>;

/** Schemas with a name of their own, as they were met. */
const namedSchemas: Schemas = {};

/** The schemas with a name of their own that answers refer to. */
export function schemasOfAnswers(): Schemas {
  return namedSchemas;
}

/** A schema as OpenAPI 3.0 writes it: null is a property of a type, a constant a list of one. */
export function describedSchema(schema: TSchema): Described {
  const { $id: id, ...rest } = schema;
  if (id === undefined) return shapeOf(rest);
  if (!(id in namedSchemas)) {
    // Noted before it is written out, should it refer to itself.
    namedSchemas[id] = {};
    namedSchemas[id] = shapeOf(rest);
  }
  return { $ref: `#/components/schemas/${id}` } as unknown as Described;
}

function shapeOf(schema: TSchema): Described {
  if (Array.isArray(schema.anyOf)) return anyOf(schema, schema.anyOf as TSchema[]);
  const { const: constant, properties, items, additionalProperties, ...rest } = schema;
  return {
    ...rest,
    // Anything, which is bounded only where it is said by a schema.
    ...(additionalProperties === undefined ? {} : { additionalProperties: additionalProperties === true ? {} : false }),
    ...(constant === undefined ? {} : { enum: [constant] }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties as Record<string, TSchema>).map(([name, field]) => [
              name,
              describedSchema(field),
            ]),
          ),
        }),
    ...(items === undefined ? {} : { items: describedSchema(items as TSchema) }),
  };
}

function anyOf({ description }: TSchema, all: readonly TSchema[]): Described {
  const some = all.filter(({ type }) => type !== 'null');
  const rest = {
    ...(description === undefined ? {} : { description }),
    ...(some.length < all.length ? { nullable: true } : {}),
  };
  const constants = some.flatMap((one) => ('const' in one ? [one.const as string] : []));
  if (constants.length === some.length) return { type: 'string', enum: constants, ...rest };
  const [only] = some;
  if (some.length > 1 || !only) return { anyOf: some.map(describedSchema), ...rest };
  const described = describedSchema(only);
  return '$ref' in described ? { allOf: [described], ...rest } : { ...described, ...rest };
}
