import type { OpenAPIObject } from '@nestjs/swagger';
import { MAX_ERRORS } from '../validation/request-validation.pipe.ts';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const text = (maxLength: number, description: string): Schemas[string] => ({ type: 'string', maxLength, description });

/** The schema of every answer with a status of 400 or more. */
export const problemSchemas: Schemas = {
  FieldError: {
    type: 'object',
    required: ['field', 'code', 'message'],
    properties: {
      field: text(500, 'Dotted path into the body, or the name of a parameter; `body` is the body as a whole.'),
      code: text(100, 'The check that failed.'),
      message: text(1_000, 'What is expected.'),
    },
  },
  Problem: {
    type: 'object',
    description: 'RFC 9457. Tell problems apart by `type` or `code`, both stable.',
    required: ['type', 'title', 'status', 'detail', 'code'],
    properties: {
      type: {
        ...{ type: 'string', format: 'uri', maxLength: 200 },
        description: 'urn:rete-punti:problem:<code in kebab-case>',
      },
      title: text(200, 'The kind of problem in words.'),
      status: { type: 'integer', format: 'int32', minimum: 400, maximum: 599 },
      detail: text(4_000, 'What is wrong, and what to do next.'),
      instance: { type: 'string', format: 'uri-reference', maxLength: 4_000, description: 'Path of the request.' },
      code: text(100, 'For example SLOT_FULL; /docs/problems lists them all.'),
      facts: {
        ...{ type: 'object', additionalProperties: {}, maxProperties: 100 },
        description: 'What a rule compared.',
      },
      errors: {
        ...{ type: 'array', minItems: 1, maxItems: MAX_ERRORS, items: { $ref: '#/components/schemas/FieldError' } },
        description: 'The wrong fields, the first hundred of them.',
      },
      traceId: text(32, 'What the log calls the request.'),
    },
  },
};
