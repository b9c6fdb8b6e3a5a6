import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { PUBLIC_EXTENSION } from '../identity/access.ts';
import { problemDocument } from '../problems/problem.ts';
import type { ProblemEntry } from '../problems/problem-table.ts';
import { completedSchemas } from './complete-schemas.ts';
import { describeControllers } from './described-later.ts';
import type { Components, DescribedOperation, DescribedParameter } from './described-operation.ts';
import { schemasOfAnswers } from './described-schema.ts';
import { EXAMPLE_EXTENSION, exampleOf, type Exemplary } from './example-of.ts';
import { linkCreations } from './links.ts';
import { REFUSALS_EXTENSION, refusalResponses, SEARCH_EXTENSION } from './operation-refusals.ts';
import { problemSchemas } from './problem-schema.ts';
import { headersOf, responseHeaders } from './response-headers.ts';
import { shareResponses } from './share-responses.ts';

/** What the description of the API tells beside its operations. */
export interface ApiOutline {
  /** Semantic version of the product. */
  readonly version: string;
  /** What the operations are grouped by, each in a sentence. */
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly problems: readonly ProblemEntry[];
}

/** What the operations are grouped by that belong to no context. */
export const platformTags: ApiOutline['tags'] = [
  { name: 'operations', description: 'How the installation stands, and what operators look at and repair.' },
  { name: 'identity', description: 'The keys that tokens of this installation are signed with.' },
];

/** An operation while it is being described. */
type MarkedOperation = DescribedOperation & {
  [PUBLIC_EXTENSION]?: boolean;
  [REFUSALS_EXTENSION]?: readonly string[];
  [SEARCH_EXTENSION]?: boolean;
  [EXAMPLE_EXTENSION]?: object;
};

const MARKS = [PUBLIC_EXTENSION, REFUSALS_EXTENSION, SEARCH_EXTENSION, EXAMPLE_EXTENSION];

const BEARER = 'bearer';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'New for every command; the same key with the same body gives the first answer again.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
} as const;

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The ETag last seen: the command is refused (412) if something changed since.',
  schema: { type: 'string', pattern: '^"[0-9]+"$', maxLength: 22 },
} as const;

/** Describes the API (OpenAPI 3) from its controllers; what holds for every route is added here, in one place. */
export function openApiDocument(app: INestApplication, { version, tags, problems }: ApiOutline): OpenAPIObject {
  describeControllers(app);
  const document = SwaggerModule.createDocument(app, outlineOf(version).build());
  document.tags = tags.map((tag) => ({ ...tag }));
  const info = document.info as unknown as Record<string, unknown>;
  info.contact = { name: 'INPS', url: 'https://www.inps.it' };
  info['x-summary'] = 'The network of INPS service points: register, protocols, agenda.';
  info['x-api-id'] = 'urn:rete-punti:api';
  const schemas = { ...document.components?.schemas, ...schemasOfAnswers(), ...problemSchemas };
  const byCode = new Map(problems.map((problem) => [problem.code, problem]));
  const used = new Set<string>();
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = operations[method];
      if (!operation) continue;
      complete(operation, { method, path, schemas, problems: byCode });
      for (const code of codesIn(operation)) used.add(code);
    }
  }
  linkCreations(document.paths);
  document.components = {
    ...document.components,
    schemas: completedSchemas(schemas),
    headers: responseHeaders,
    responses: shareResponses(document.paths),
    examples: Object.fromEntries(problems.filter(({ code }) => used.has(code)).map(exampleOfProblem)),
  };
  return document;
}

function outlineOf(version: string): DocumentBuilder {
  return new DocumentBuilder()
    .setTitle('rete-punti')
    .setDescription('System of record of the network of INPS service points.')
    .setVersion(version)
    .setLicense('EUPL-1.2', 'https://eupl.eu/1.2/en/')
    .addServer('/', 'This installation.', {}, { 'x-sandbox': true })
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'A JWT signed with an algorithm of public keys, looked at as RFC8725 advises.',
      },
      BEARER,
    );
}

interface Completing {
  readonly method: string;
  readonly path: string;
  readonly schemas: NonNullable<Components['schemas']>;
  readonly problems: ReadonlyMap<string, ProblemEntry>;
}

function complete(operation: MarkedOperation, { method, path, schemas, problems }: Completing): void {
  const isPublic = operation[PUBLIC_EXTENSION] === true;
  const isSearch = operation[SEARCH_EXTENSION] === true;
  const declared = operation[REFUSALS_EXTENSION] ?? [];
  const added = operation[EXAMPLE_EXTENSION];
  for (const mark of MARKS) Reflect.deleteProperty(operation, mark);
  operation.security = [isPublic ? {} : { [BEARER]: [] }];
  operation.parameters = (operation.parameters ?? []).map(optionalWithDefault);
  if (method === 'post' && !isPublic && !isSearch) {
    operation.parameters.push(IDEMPOTENCY_KEY);
    // What is not there yet has no revision, nor has what no use case is declared for.
    if (path.includes('{') && added) operation.parameters.push(IF_MATCH);
  }
  if (operation.requestBody && 'content' in operation.requestBody) {
    for (const content of Object.values(operation.requestBody.content)) {
      if (content.schema)
        content.example = { ...(exampleOf(content.schema as Exemplary, schemas) as object), ...added };
    }
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!response || '$ref' in response) continue;
    const hasRevision = Object.values(response.content ?? {}).some(
      ({ schema }) => schema && tellsRevision(schema, schemas),
    );
    response.headers = headersOf({ status: Number(status), hasRevision });
  }
  Object.assign(operation.responses, refusalResponses(operation, { method, isSearch, isPublic, declared }, problems));
}

/** A parameter with a default may be left out, whatever the compiler plugin makes of its type. */
function optionalWithDefault(parameter: DescribedParameter): DescribedParameter {
  const hasDefault = 'schema' in parameter && 'default' in parameter.schema;
  return hasDefault ? { ...parameter, required: false } : parameter;
}

function tellsRevision(schema: object, schemas: NonNullable<Components['schemas']>): boolean {
  const name = '$ref' in schema ? String(schema.$ref).split('/').at(-1) : undefined;
  const described = name === undefined ? schema : schemas[name];
  return described !== undefined && 'properties' in described && Object.hasOwn(described.properties ?? {}, 'revision');
}

function codesIn({ responses }: DescribedOperation): string[] {
  return Object.values(responses).flatMap((response) =>
    response && 'content' in response
      ? Object.values(response.content ?? {}).flatMap(({ examples = {} }) => Object.keys(examples))
      : [],
  );
}

function exampleOfProblem({ code, status, text, title }: ProblemEntry): [string, object] {
  return [code, { summary: title, value: problemDocument({ code, status, detail: text }) }];
}
