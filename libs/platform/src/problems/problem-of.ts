import { HttpException } from '@nestjs/common';
import { isDomainError, isSystemError, type DomainError, type SystemError } from '#kernel/domain';
import { HttpProblem } from './http-problem.ts';
import { filledText } from './filled-text.ts';
import { ownProblem } from './own-problems.ts';
import { statusOfRefusal, type Problem } from './problem.ts';
import { systemProblems } from './system-problems.ts';
import { isRequestError, requestProblem, statusProblem } from './request-problems.ts';

const INTERNAL = ownProblem('INTERNAL_ERROR');

/** The problem that an error stands for. What is not known to be safe to show becomes INTERNAL_ERROR. */
export function problemOf(error: unknown): Problem {
  if (isDomainError(error)) return refusal(error);
  if (isSystemError(error)) return systemProblem(error);
  if (error instanceof HttpProblem) return error.problem;
  if (isRequestError(error)) return requestProblem(error);
  if (error instanceof HttpException) return httpException(error);
  return INTERNAL;
}

function refusal({ code, facts, kind, message, retryAfter }: DomainError): Problem {
  return {
    status: statusOfRefusal[kind],
    code,
    detail: filledText(message, facts),
    facts,
    ...retryAfterHeader(retryAfter),
  };
}

function retryAfterHeader(seconds: number | undefined): Pick<Problem, 'headers'> {
  return seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } };
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
    detail: filledText(detail, shown),
    facts: shown,
    ...retryAfterHeader(retryAfter),
  };
}
