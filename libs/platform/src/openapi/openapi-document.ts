import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { PUBLIC_EXTENSION } from '../identity/access.ts';
import { schemasOfAnswers } from './described-schema.ts';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem.ts';
import { problemSchemas } from './problem-schema.ts';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];
/** An operation while it is being described. */
type MarkedOperation = Operation & { [PUBLIC_EXTENSION]?: boolean };

const BEARER = 'bearer';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'New for every command; the same key with the same body gives the first answer again.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The ETag last seen: the command is refused (412) if something changed since.',
  schema: { type: 'string', pattern: '^"[0-9]+"$' },
} as const;

/** Describes the API (OpenAPI 3) from its controllers; what holds for every route is added here, in one place. */
export function openApiDocument(app: INestApplication, version: string): OpenAPIObject {
  const outline = new DocumentBuilder()
    .setTitle('rete-punti')
    .setDescription('System of record of the network of INPS service points.')
    .setVersion(version)
    .setLicense('EUPL-1.2', 'https://eupl.eu/1.2/en/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, BEARER)
    .build();
  const document = SwaggerModule.createDocument(app, outline);
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ...schemasOfAnswers(), ...problemSchemas },
  };
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = operations[method];
      if (operation) complete(operation, method, path);
    }
  }
  return document;
}

function complete(operation: MarkedOperation, method: string, path: string): void {
  const isPublic = operation[PUBLIC_EXTENSION] === true;
  Reflect.deleteProperty(operation, PUBLIC_EXTENSION);
  operation.security = isPublic ? [] : [{ [BEARER]: [] }];
  operation.parameters = (operation.parameters ?? []).map(optionalWithDefault);
  if (method === 'post' && !isPublic) {
    operation.parameters.push(IDEMPOTENCY_KEY);
    // What is not there yet has no revision.
    if (path.includes('{')) operation.parameters.push(IF_MATCH);
  }
  operation.responses.default = {
    description: 'Any refusal or failure.',
    content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

/** A parameter with a default may be left out, whatever the compiler plugin makes of its type. */
function optionalWithDefault(parameter: Parameter): Parameter {
  const hasDefault = 'schema' in parameter && 'default' in parameter.schema;
  return hasDefault ? { ...parameter, required: false } : parameter;
}
