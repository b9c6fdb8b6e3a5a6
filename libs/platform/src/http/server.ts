import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Configuration } from '../configuration/configuration.ts';
import { accessOf } from '../identity/route-access.ts';
import { HttpProblem } from '../problems/http-problem.ts';
import { answerError, sendProblem } from '../problems/problem.filter.ts';
import { ownProblem } from '../problems/own-problems.ts';
import { PROBLEM_MEDIA_TYPE, problemDocument, type Problem } from '../problems/problem.ts';
import { isRequestError, requestProblem, statusProblem } from '../problems/request-problems.ts';
import { addAnswerHeaders, ANSWER_HEADERS } from './answer-headers.ts';
import { Connections } from './connections.ts';
import type { HttpReply, HttpRequest } from './fastify.ts';
import { takeJsonBodies } from './json-body.ts';
import { MAX_PARAM_LENGTH } from './param-length.ts';
import { pathOf } from './path-of.ts';
import { refuseRepeatedHeaders } from './repeated-headers.ts';
import { boundUnfinishedBodies } from './unfinished-bodies.ts';

/** What the server takes from its clients; each is declared, with its meaning, in the settings of the installation. */
type ServerLimits = Pick<
  Configuration,
  'bodyLimit' | 'trustedProxies' | 'requestSeconds' | 'maxConnections' | 'maxUnfinishedBodies'
>;

/** Longest path and query together, in characters: every parameter that is described fits several times. */
const MAX_TARGET_LENGTH = 8_192;

/** Most parameters of a query; the longest list has a dozen. */
const MAX_PARAMETERS = 50;

/** Milliseconds that the head of a request may take to arrive, where the whole may take longer. */
const HEAD_MS = 10_000;
/** Milliseconds between looks at who is late. */
const LATENESS_CHECK_MS = 1_000;
/** Milliseconds that a connection may be without a byte either way while a request is under way. */
const SILENCE_MS = 120_000;

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
export function createHttpServer({
  bodyLimit,
  trustedProxies,
  requestSeconds,
  maxConnections,
  maxUnfinishedBodies,
}: ServerLimits): FastifyAdapter {
  const requestTimeout = requestSeconds * 1_000;
  const adapter = new FastifyAdapter({
    bodyLimit,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    requestTimeout,
    connectionTimeout: SILENCE_MS,
    http: { headersTimeout: Math.min(requestTimeout, HEAD_MS), connectionsCheckingInterval: LATENESS_CHECK_MS },
    // What comes while the server ends is answered below, as a problem.
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    genReqId: ({ headers }: IncomingMessage) => traceIdOf(headers.traceparent),
    // A malformed URL has no route, so no filter of Nest ever sees it, nor any hook.
    frameworkErrors: (error: Error, request: HttpRequest, reply: HttpReply) => {
      addAnswerHeaders(request, reply);
      const problem = isRequestError(error) ? requestProblem(error) : statusProblem(400);
      sendProblem(reply, problem, request);
    },
    clientErrorHandler: answerBrokenRequest,
  });
  const instance = adapter.getInstance();
  // Who asks for a tunnel has no request that a route could answer.
  instance.server.on('connect', (_request, socket: Socket) => endWith(socket, ownProblem('METHOD_UNKNOWN')));
  const connections = new Connections(instance.server, maxConnections);
  takeJsonBodies(adapter);
  boundUnfinishedBodies(adapter, maxUnfinishedBodies);
  instance.addHook('onRequest', (request, reply, done) => {
    addAnswerHeaders(request, reply);
    try {
      refuseWhatComesTooLate(request, reply, connections);
      refuseLongTarget(request.url);
      refuseMalformedQuery(request.url);
      refuseRepeatedHeaders(request);
    } catch (error) {
      answerError(error, request, reply);
      return;
    }
    done();
  });
  instance.addHook('preClose', () => connections.drain());
  return adapter;
}

/** @throws HttpProblem URI_TOO_LONG | INVALID_REQUEST for more parameters than any query has */
function refuseLongTarget(target: string): void {
  if (target.length > MAX_TARGET_LENGTH) throw new HttpProblem('URI_TOO_LONG');
  if (target.split('&', MAX_PARAMETERS + 1).length <= MAX_PARAMETERS) return;
  const message = `query must not have more than ${MAX_PARAMETERS} parameters`;
  throw new HttpProblem('INVALID_REQUEST', { errors: [{ field: 'query', code: 'bounds', message }] });
}

/**
 * What is decoded leniently is read as something else than was meant, and kept so. The path is looked at where routes are
 * found.
 * @throws HttpProblem MALFORMED_URL for a query that is not UTF-8, percent-encoded
 */
function refuseMalformedQuery(target: string): void {
  try {
    decodeURIComponent(target.slice(pathOf(target).length));
  } catch {
    throw new HttpProblem('MALFORMED_URL');
  }
}

/** @throws HttpProblem SHUTTING_DOWN | TOO_MANY_CONNECTIONS (503); the connection is closed after either */
function refuseWhatComesTooLate(request: HttpRequest, reply: HttpReply, connections: Connections): void {
  if (connections.isEnding) {
    void reply.header('connection', 'close');
    throw new HttpProblem('SHUTTING_DOWN');
  }
  // A probe that is refused would have the process stopped, and with it what it could still do.
  if (connections.isTooMany(request.raw.socket) && accessOf(request).isLimited) {
    void reply.header('connection', 'close');
    throw new HttpProblem('TOO_MANY_CONNECTIONS');
  }
}

/** What Node says of what it could not read, and the bytes that it was given last. */
interface BrokenRequest extends NodeJS.ErrnoException {
  readonly rawPacket?: unknown;
}

/** A request as it should be, but for its method: it was sent to a server that knows more (RFC 9110, 15.6.2). */
const REQUEST_LINE = /^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\/1\.[01]\r?\n/;

/** What cannot even be read as HTTP is answered on the bare socket. */
function answerBrokenRequest(error: BrokenRequest, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy(error);
    return;
  }
  endWith(socket, problemOfBroken(error));
}

function problemOfBroken({ code = '', rawPacket }: BrokenRequest): Problem {
  if (code === 'HPE_INVALID_METHOD' && Buffer.isBuffer(rawPacket) && REQUEST_LINE.test(rawPacket.toString('latin1'))) {
    return ownProblem('METHOD_UNKNOWN');
  }
  return statusProblem({ HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[code] ?? 400);
}

/** Answers on a bare socket, and ends it. */
function endWith(socket: Socket, problem: Problem): void {
  const { status } = problem;
  const body = JSON.stringify(problemDocument(problem));
  const headers = {
    ...ANSWER_HEADERS,
    'content-type': PROBLEM_MEDIA_TYPE,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
  // Whoever goes on sending would keep it half open.
  socket.destroySoon();
}
