import { HttpException } from '@nestjs/common';
import { isDomainError, isSystemError, type DomainError, type RefusalKind, type SystemError } from '#kernel';
import { HttpProblem } from './http-problem.ts';
import type { Problem } from './problem.ts';
import { systemProblems } from './system-problems.ts';
import { isRequestError, requestProblem, statusProblem } from './request-problems.ts';

const REFUSALS: Readonly<Record<RefusalKind, { readonly status: number; readonly detail: string }>> = {
  rule: {
    status: 422,
    detail: 'A rule of the domain forbids this; `code` names it and `facts` say what was compared.',
  },
  'already-so': { status: 422, detail: 'What the command asks for already stands; nothing was changed.' },
  'not-yet': { status: 422, detail: 'It is too early for this; `facts` say when its time comes.' },
  conflict: { status: 409, detail: 'Someone else was there first; read the current state and decide again.' },
  'not-found': { status: 404, detail: 'There is nothing under this identifier.' },
  forbidden: { status: 403, detail: 'The role or territory of the token does not allow this.' },
};

const INTERNAL: Problem = {
  status: 500,
  code: 'INTERNAL_ERROR',
  detail: 'The request failed for a reason of ours; it was logged under this traceId.',
};

/** The problem that an error stands for. What is not known to be safe to show becomes INTERNAL_ERROR. */
export function problemOf(error: unknown): Problem {
  if (isDomainError(error)) return refusal(error);
  if (isSystemError(error)) return systemProblem(error);
  if (error instanceof HttpProblem) return error.problem;
  if (isRequestError(error)) return requestProblem(error);
  if (error instanceof HttpException) return httpException(error);
  return INTERNAL;
}

function refusal({ code, facts, kind, message }: DomainError): Problem {
  const { status, detail } = REFUSALS[kind];
  return { status, code, detail: message === code ? detail : message, facts };
}

/** Nest wraps what Fastify refuses into an exception of its own. */
function httpException(exception: HttpException): Problem {
  if (isRequestError(exception.cause)) return requestProblem(exception.cause);
  return exception.getStatus() < 500 ? statusProblem(exception.getStatus()) : INTERNAL;
}

function systemProblem({ code, facts }: SystemError): Problem {
  const known = systemProblems[code];
  if (!known) return INTERNAL;
  const { status, detail, retryAfter, shows = [] } = known;
  const shown = Object.fromEntries(shows.filter((name) => name in facts).map((name) => [name, facts[name]]));
  return {
    status,
    code,
    detail,
    facts: shown,
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
  };
}
