import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { HttpReply, HttpRequest } from '../http/fastify.ts';
import { pathOf } from '../http/path-of.ts';
import { problemOf } from './problem-of.ts';
import { PROBLEM_MEDIA_TYPE, problemDocument, type Problem } from './problem.ts';

/** Answers every error as problem+json, and logs those that are ours. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('HTTP');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<HttpRequest>();
    const problem = problemOf(error);
    if (problem.status >= 500) this.#log(error, problem, request);
    sendProblem(http.getResponse<HttpReply>(), problem, request);
  }

  #log(error: unknown, problem: Problem, request: HttpRequest): void {
    // The route template, not the URL: a path or query may hold what does not belong in a log.
    const route = request.routeOptions.url ?? 'unknown path';
    const cause = error instanceof Error ? error.stack : String(error);
    const text = `${request.method} ${route} answered ${problem.status} ${problem.code}, trace ${request.id}`;
    if (problem.code === 'INTERNAL_ERROR') this.#logger.error(text, cause);
    else this.#logger.warn(`${text}: ${error instanceof Error ? error.message : 'no message'}`);
  }
}

/** Sends a problem as the answer to a request. */
export function sendProblem(reply: HttpReply, problem: Problem, request: HttpRequest): void {
  if (reply.sent) return;
  void reply
    .status(problem.status)
    .headers(problem.headers ?? {})
    .type(PROBLEM_MEDIA_TYPE)
    // As text: Fastify would look for a serializer of the route's schema.
    .send(JSON.stringify(problemDocument(problem, { path: pathOf(request.url), traceId: request.id })));
}
