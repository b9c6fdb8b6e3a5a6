import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { HttpReply, HttpRequest } from '../http/fastify.ts';
import type { RequestState } from '../http/request-state.ts';
import { pathOf } from '../http/path-of.ts';
import { problemOf } from './problem-of.ts';
import { PROBLEM_MEDIA_TYPE, problemDocument, type Problem } from './problem.ts';

/** Answers every error of a route as problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerError(error, http.getRequest<HttpRequest>(), http.getResponse<HttpReply>());
  }
}

const logger = new Logger('HTTP');

/** Answers a request with the problem that an error stands for, and logs it when it is ours. */
export function answerError(error: unknown, request: HttpRequest, reply: HttpReply): void {
  const problem = problemOf(error);
  if (problem.status >= 500) log(error, problem, request);
  sendProblem(reply, problem, request);
}

function log(error: unknown, problem: Problem, request: HttpRequest): void {
  // The route template, not the URL: a path or query may hold what does not belong in a log.
  const route = request.routeOptions.url ?? 'unknown path';
  const cause = error instanceof Error ? error.stack : String(error);
  const text = `${request.method} ${route} answered ${problem.status} ${problem.code}, trace ${request.id}`;
  if (problem.code === 'INTERNAL_ERROR') logger.error(text, cause);
  else logger.warn(`${text}: ${error instanceof Error ? error.message : 'no message'}`);
}

/** Sends a problem as the answer to a request. */
export function sendProblem(reply: HttpReply, problem: Problem, request: HttpRequest): void {
  if (reply.sent) return;
  (request as RequestState).refusal = problem.code;
  void reply
    .status(problem.status)
    .headers(problem.headers ?? {})
    .type(PROBLEM_MEDIA_TYPE)
    // As text: Fastify would look for a serializer of the route's schema.
    .send(JSON.stringify(problemDocument(problem, { path: pathOf(request.url), traceId: request.id })));
}
