import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { answerError, sendProblem } from '../problems/problem.filter.ts';
import { PROBLEM_MEDIA_TYPE, problemDocument } from '../problems/problem.ts';
import { isRequestError, requestProblem, statusProblem } from '../problems/request-problems.ts';
import type { HttpReply, HttpRequest } from './fastify.ts';
import { takeJsonBodies } from './json-body.ts';
import { refuseRepeatedHeaders } from './repeated-headers.ts';

/** What the server takes from a client. */
export interface ServerLimits {
  /** Largest body, in bytes. */
  readonly bodyLimit: number;
  /** Take the client's address from X-Forwarded-For: only behind a proxy that sets it. */
  readonly trustProxy: boolean;
}

/** Longest value of a path parameter: ids and keys of read models are shorter. */
const MAX_PARAM_LENGTH = 200;

/** Node takes 0 for no limit. */
const SHORTEST_KEEP_ALIVE_MS = 1;

const TRACE_PARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const NO_TRACE = '0'.repeat(32);

/** The trace of a request (W3C Trace Context): its caller's, or a new one. */
function traceIdOf(traceparent: string | string[] | undefined): string {
  const trace = typeof traceparent === 'string' ? TRACE_PARENT.exec(traceparent)?.[1] : undefined;
  return trace === undefined || trace === NO_TRACE ? randomUUID().replaceAll('-', '') : trace;
}

/**
 * Fastify as this system needs it: JSON bodies only, problem+json also for what never reaches a route. Create the Nest
 * application with `bodyParser: false`, or its parsers of forms and text come back.
 */
export function createHttpServer({ bodyLimit, trustProxy }: ServerLimits): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit,
    trustProxy,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    genReqId: ({ headers }: IncomingMessage) => traceIdOf(headers.traceparent),
    // A malformed URL has no route, so no filter of Nest ever sees it.
    frameworkErrors: (error: Error, request: HttpRequest, reply: HttpReply) => {
      const problem = isRequestError(error) ? requestProblem(error) : statusProblem(400);
      sendProblem(reply, problem, request);
    },
    clientErrorHandler: answerBrokenRequest,
  });
  const instance = adapter.getInstance();
  takeJsonBodies(adapter);
  instance.addHook('onRequest', (request, reply, done) => {
    // Answers may hold personal data: no cache between here and the client keeps one.
    void reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    try {
      refuseRepeatedHeaders(request);
    } catch (error) {
      answerError(error, request, reply);
      return;
    }
    done();
  });
  instance.addHook('preClose', (done) => {
    // Idle connections are closed now; one with a request under way would be kept, and the server with it, for as long
    // after its answer as a client may need it.
    instance.server.keepAliveTimeout = SHORTEST_KEEP_ALIVE_MS;
    done();
  });
  return adapter;
}

/** What cannot even be read as HTTP is answered on the bare socket. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400;
  const reason = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' }[status] ?? '';
  const body = JSON.stringify(problemDocument(statusProblem(status)));
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: ${PROBLEM_MEDIA_TYPE}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
