import { ApiExtension, ApiOperation, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import { ANYONE, PageQuery, refusalsOf, type Access, type AnyCommand, type AnyQuery, type Route } from '#use-cases';
import { CommandAnswer } from '../http/command-answer.ts';
import { describedSchema } from '../openapi/described-schema.ts';
import { EXAMPLE_EXTENSION } from '../openapi/example-of.ts';
import { PAGE, PERSONAL, REFUSALS_EXTENSION, SEARCH_EXTENSION } from '../openapi/operation-refusals.ts';

type CommandRoute = Extract<Route, { kind: 'command' }>;
type QueryRoute = Extract<Route, { kind: 'query' }>;

/** What the description of the API says of a command. */
export function describeCommand({ useCase, creates, telling }: CommandRoute): MethodDecorator[] {
  const answer = telling?.fields
    ? Type.Object({ ...CommandAnswer.properties, ...telling.fields.properties }, { $id: `${useCase.name}Answer` })
    : CommandAnswer;
  const schema = describedSchema(answer);
  const description = `${whoMay(useCase)} A repeat under the same Idempotency-Key is answered as the first time.`;
  return [
    ApiOperation({ operationId: useCase.name, summary: useCase.summary, description }),
    ApiResponse({ status: creates ? 201 : 200, description: creates ? 'Created.' : 'Done.', schema }),
    example(useCase),
    refusals(useCase),
  ];
}

/** What the description of the API says of a query. */
export function describeQuery({ useCase, method }: QueryRoute): MethodDecorator[] {
  const { purpose } = useCase;
  const logged =
    purpose === undefined ? '' : ` It shows personal data: the reading stands in the access log, with its ${purpose}.`;
  return [
    ApiOperation({ operationId: useCase.name, summary: useCase.summary, description: `${whoMay(useCase)}${logged}` }),
    ApiResponse(describedAnswer(useCase)),
    ...(method === 'POST' ? [ApiExtension(SEARCH_EXTENSION, true), example(useCase)] : []),
    refusals(useCase, method === 'POST' ? refusalsOfSearch(useCase) : []),
  ];
}

/** A table is the same answer in another form. */
function describedAnswer({ answer, table, file, mediaType }: AnyQuery): ApiResponseOptions {
  if (file) {
    const text = { type: 'string', maxLength: 100_000, example: file.example } as const;
    return { status: 200, description: 'The file.', content: { [file.mediaType]: { schema: text } } };
  }
  const schema = describedSchema(answer);
  if (mediaType !== undefined) return { status: 200, description: 'The answer.', content: { [mediaType]: { schema } } };
  if (!table) return { status: 200, description: 'The answer.', schema };
  const csv = { type: 'string', maxLength: 10_000_000, example: `${table.columns.join(',')}\r\n` } as const;
  const content = { 'application/json': { schema }, 'text/csv': { schema: csv } };
  return { status: 200, description: 'The answer; a table with `format=csv`.', content };
}

function example({ example: fields = {} }: AnyCommand | AnyQuery): MethodDecorator {
  return ApiExtension(EXAMPLE_EXTENSION, fields);
}

/** What the use case may be refused with; what every request may be refused with is added where all are described. */
function refusals(useCase: AnyCommand | AnyQuery, others: readonly string[] = []): MethodDecorator {
  const access =
    useCase.by === ANYONE ? [] : ['ROLE_NOT_ALLOWED', ...(isBound(useCase.by) ? ['OUTSIDE_TERRITORY'] : [])];
  return ApiExtension(REFUSALS_EXTENSION, [...access, ...others, ...refusalsOf(useCase).map(({ code }) => code)]);
}

/** Of a question in a body, what its parameters tell of one in a URL. */
function refusalsOfSearch({ input, purpose }: AnyQuery): readonly string[] {
  const isInPages = input.prototype instanceof PageQuery;
  return [...(purpose === undefined ? [] : PERSONAL), ...(isInPages ? PAGE : [])];
}

function whoMay({ by }: AnyCommand | AnyQuery): string {
  if (by === ANYONE) return 'For everyone, without a token.';
  const roles = by.map(({ roles: named, bound, ownership }) => {
    const where = bound === 'territory' ? ' within their territory or body' : ownership ? ' for what is their own' : '';
    return `${named.join(', ')}${where}`;
  });
  return `For ${[...new Set(roles)].join('; ')}.`;
}

function isBound(by: Exclude<Access, typeof ANYONE>): boolean {
  return by.some(({ bound }) => bound === 'territory');
}
