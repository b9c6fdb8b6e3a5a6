import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ANYONE, refusalsOf, rolesOf, type AnyCommand, type AnyQuery, type Route } from '#use-cases';
import { CommandAnswer } from '../http/command-answer.dto.ts';
import { describedSchema } from '../openapi/described-schema.ts';
import { statusOfRefusal } from '../problems/problem.ts';

type CommandRoute = Extract<Route, { method: 'POST' }>;
type QueryRoute = Extract<Route, { method: 'GET' }>;

/** What the description of the API says of a command. */
export function describeCommand({ useCase, creates, telling }: CommandRoute): MethodDecorator[] {
  const position = { $ref: getSchemaPath(CommandAnswer) };
  const schema = telling?.fields ? { allOf: [position, describedSchema(telling.fields)] } : position;
  return [
    ApiOperation({ operationId: useCase.name, summary: useCase.summary }),
    ApiExtraModels(CommandAnswer),
    ApiResponse({ status: creates ? 201 : 200, description: 'Done.', schema }),
    ...refusals(useCase),
  ];
}

/** What the description of the API says of a query. */
export function describeQuery({ useCase }: QueryRoute): MethodDecorator[] {
  return [
    ApiOperation({ operationId: useCase.name, summary: useCase.summary }),
    ApiResponse({ status: 200, description: 'The answer.', schema: describedSchema(useCase.answer) }),
    ...refusals(useCase),
  ];
}

/** Who is refused, and for what, by status. */
function refusals(useCase: AnyCommand | AnyQuery): MethodDecorator[] {
  const texts = new Map<number, string[]>();
  const add = (status: number, text: string): void => void texts.set(status, [...(texts.get(status) ?? []), text]);
  const roles = rolesOf(useCase.by);
  if (roles) {
    add(401, 'TOKEN_MISSING: send a bearer token.');
    add(403, `ROLE_NOT_ALLOWED: for the roles ${roles.join(', ')}.`);
    if (isBound(useCase)) add(403, 'OUTSIDE_TERRITORY: within their territory or body.');
  }
  for (const { code, kind, text } of new Set(refusalsOf(useCase))) add(statusOfRefusal[kind], `${code}: ${text}`);
  return [...texts].map(([status, lines]) => ApiResponse({ status, description: lines.join('\n\n') }));
}

function isBound({ by }: AnyCommand | AnyQuery): boolean {
  return by !== ANYONE && by.some(({ bound }) => bound === 'territory');
}
