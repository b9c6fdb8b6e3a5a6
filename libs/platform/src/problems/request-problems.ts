import type { FieldError, Problem } from './problem.ts';

interface RequestProblem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

const notJson = (message: string): RequestProblem => ({
  status: 400,
  code: 'MALFORMED_JSON',
  detail: 'The body is not a JSON document.',
  errors: [{ field: 'body', code: 'isJson', message }],
});

/** What Fastify refuses before any handler runs, by its code. Its own messages repeat the input, so they stay here. */
const BY_CODE: Readonly<Record<string, RequestProblem>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: notJson('body must be valid JSON'),
  FST_ERR_CTP_EMPTY_JSON_BODY: notJson('body must not be empty when its media type is application/json'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'CONTENT_LENGTH_MISMATCH',
    detail: 'The body is not as long as Content-Length says.',
  },
  FST_ERR_BAD_URL: { status: 400, code: 'MALFORMED_URL', detail: 'The path is not a valid percent-encoded URL path.' },
  FST_ERR_MAX_PARAM_LENGTH: { status: 414, code: 'URI_TOO_LONG', detail: 'A part of the path is longer than allowed.' },
};

const BY_STATUS: Readonly<Record<number, RequestProblem>> = {
  400: { status: 400, code: 'BAD_REQUEST', detail: 'The request is malformed.' },
  401: { status: 401, code: 'TOKEN_MISSING', detail: 'Send a bearer token in the Authorization header.' },
  403: { status: 403, code: 'FORBIDDEN', detail: 'The token does not allow this.' },
  404: { status: 404, code: 'PATH_UNKNOWN', detail: 'There is nothing under this path; /docs lists what there is.' },
  408: { status: 408, code: 'REQUEST_TIMEOUT', detail: 'The request took too long to arrive; send it again.' },
  413: { status: 413, code: 'BODY_TOO_LARGE', detail: 'The body is larger than this server takes.' },
  414: { status: 414, code: 'URI_TOO_LONG', detail: 'The path or the query is longer than allowed.' },
  415: { status: 415, code: 'MEDIA_TYPE_UNSUPPORTED', detail: 'Send the body as application/json.' },
  431: { status: 431, code: 'HEADERS_TOO_LARGE', detail: 'The headers are larger than this server takes.' },
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
  const known = error.code === undefined ? undefined : BY_CODE[error.code];
  if (known) return known;
  return error instanceof SyntaxError ? notJson('body must be valid JSON') : statusProblem(error.statusCode);
}

/** The problem that a bare status stands for. */
export function statusProblem(status: number): Problem {
  return BY_STATUS[status] ?? { status, code: `HTTP_${status}`, detail: 'The request cannot be carried out.' };
}
