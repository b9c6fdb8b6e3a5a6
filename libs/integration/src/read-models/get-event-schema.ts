import { Type } from '@sinclair/typebox';
import { Matches } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { ANYONE, defineQuery, matching, type PublishedType } from '#use-cases';
import type { PublishedExamples } from '../catalogue/published-examples.ts';
import { schemaOf } from '../contract/contract.ts';

export class GetEventSchema {
  /** Name of a published event. */
  @Matches(
    /^[A-Za-z0-9.-]{1,100}$/,
    matching({
      message: '$property must be the name of a published event',
      maxLength: 100,
      example: 'it.inps.retepunti.service-point.opened.v1',
    }),
  )
  readonly type!: string;
}

const schemaNotFound = defineRefusal(
  'EVENT_SCHEMA_NOT_FOUND',
  'Nothing is published under {type}: take a name of the catalogue.',
  'not-found',
);

/** Declares where the schema of each published type is, which its events name. */
export function getEventSchema(published: readonly PublishedType[], examples: PublishedExamples) {
  const schemas = new Map(
    published.map(({ name, about, schema }) => {
      const head = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: name, description: about };
      const example = examples.get(name);
      return [name, { ...head, ...schemaOf(schema), ...(example ? { examples: [example.data] } : {}) }];
    }),
  );
  return defineQuery({
    input: GetEventSchema,
    summary: 'The JSON Schema of what a published event says, as its dataschema names it.',
    by: ANYONE,
    mediaType: 'application/schema+json',
    answer: Type.Object(
      {},
      { additionalProperties: true, maxProperties: 50, $id: 'EventSchema', description: 'JSON Schema, 2020-12.' },
    ),
    refuses: [schemaNotFound],
    run: async ({ type }) => {
      const schema = schemas.get(type);
      if (!schema) throw schemaNotFound({ type });
      return schema;
    },
  });
}
