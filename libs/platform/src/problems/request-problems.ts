import { ownProblem, type OwnProblemCode } from './own-problems.ts';
import type { Problem } from './problem.ts';

/** What Fastify refuses before any handler runs, by its code. Its own messages repeat the input, so they stay here. */
const BY_CODE: Readonly<Record<string, OwnProblemCode>> = {
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'CONTENT_LENGTH_MISMATCH',
  FST_ERR_BAD_URL: 'MALFORMED_URL',
  FST_ERR_MAX_PARAM_LENGTH: 'URI_TOO_LONG',
};

const BY_STATUS: Readonly<Record<number, OwnProblemCode>> = {
  400: 'BAD_REQUEST',
  401: 'TOKEN_MISSING',
  403: 'FORBIDDEN',
  404: 'PATH_UNKNOWN',
  408: 'REQUEST_TIMEOUT',
  413: 'BODY_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'MEDIA_TYPE_UNSUPPORTED',
  431: 'HEADERS_TOO_LARGE',
};

/** An error that Fastify made of a request. */
interface RequestError extends Error {
  readonly statusCode: number;
  readonly code?: string;
}

/** Tells whether an error is a refusal of Fastify: it carries a client status. */
export function isRequestError(error: unknown): error is RequestError {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500;
}

/** The problem behind a refusal of Fastify. */
export function requestProblem(error: RequestError): Problem {
  const { code = '', statusCode } = error;
  const known = BY_CODE[code];
  return known ? ownProblem(known) : statusProblem(statusCode);
}

/** The problem that a bare status stands for. */
export function statusProblem(status: number): Problem {
  const known = BY_STATUS[status];
  return known ? ownProblem(known) : ownProblem('REQUEST_REFUSED', { status });
}
