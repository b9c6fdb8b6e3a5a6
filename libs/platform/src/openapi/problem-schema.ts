import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const text = (description: string): Schemas[string] => ({ type: 'string', description });

/** The schema of every answer with a status of 400 or more. */
export const problemSchemas: Schemas = {
  FieldError: {
    type: 'object',
    required: ['field', 'code', 'message'],
    properties: {
      field: text('Dotted path into the body, or the name of a parameter; `body` is the body as a whole.'),
      code: text('The check that failed.'),
      message: text('What is expected.'),
    },
  },
  Problem: {
    type: 'object',
    description: 'RFC 9457. Tell problems apart by `type` or `code`, both stable.',
    required: ['type', 'title', 'status', 'detail', 'code'],
    properties: {
      type: { type: 'string', format: 'uri', description: 'urn:rete-punti:problem:<code in kebab-case>' },
      title: text('The kind of problem in words.'),
      status: { type: 'integer', format: 'int32', minimum: 400, maximum: 599 },
      detail: text('What is wrong, and what to do next.'),
      instance: { type: 'string', format: 'uri-reference', description: 'Path of the request.' },
      code: text('For example SLOT_FULL; /docs/problems lists them all.'),
      facts: { type: 'object', additionalProperties: true, description: 'What a rule compared.' },
      errors: { type: 'array', items: { $ref: '#/components/schemas/FieldError' }, description: 'Every wrong field.' },
      traceId: text('What the log calls the request.'),
    },
  },
};
