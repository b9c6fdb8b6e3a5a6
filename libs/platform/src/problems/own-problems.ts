import { filledText } from './filled-text.ts';
import type { FieldError, Problem } from './problem.ts';

interface OwnProblem {
  readonly status: number;
  /** The fact, then what to do; `{name}` stands for a word that goes with the occurrence. */
  readonly text: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** What the HTTP layer itself refuses or fails at, by code: the texts of the answers, and of the table of problems. */
export const ownProblems = {
  TOKEN_MISSING: { status: 401, text: 'There is no token: send a bearer token in the Authorization header.' },
  TOKEN_INVALID: {
    status: 401,
    text: 'The token is refused: {reason}. Get one from the issuer that this system trusts.',
  },
  TOKEN_EXPIRED: { status: 401, text: 'The token is refused: {reason}. Get a new one.' },
  TOKEN_REVOKED: { status: 401, text: 'The token is refused: it was revoked. Get a new one.' },
  TOKEN_CLAIMS_INVALID: {
    status: 401,
    text: 'The token is refused: {reason}. Ask its issuer for one whose claims fit.',
  },
  FORBIDDEN: { status: 403, text: 'The token does not allow this: use that of somebody who may.' },
  TOO_MANY_REQUESTS: {
    status: 429,
    text: 'The allowance of this minute is used up: try again after the seconds in Retry-After.',
  },
  TOO_MANY_ATTEMPTS: {
    status: 429,
    text:
      'Too many attempts were in vain, with this booking code or from this address: look at the confirmation of the booking, and ' +
      'try again after the seconds in Retry-After, or ask the office.',
  },
  TOO_MANY_BODIES: {
    status: 429,
    text:
      'The bodies of {most} of your requests have not arrived: finish those, and send this one again after the seconds in ' +
      'Retry-After.',
    retryAfter: 5,
  },
  HAS_NO_REVISION: { status: 412, text: 'What this acts on has no revision: send it again without If-Match.' },
  BAD_REQUEST: { status: 400, text: 'The request is malformed: send it as HTTP/1.1 and /docs describe it.' },
  INVALID_REQUEST: {
    status: 400,
    text: 'Some fields are wrong: correct those under errors and send the request again.',
  },
  MALFORMED_JSON: { status: 400, text: 'The body is not a JSON document: send one, or none where none is needed.' },
  BODY_TOO_DEEP: {
    status: 400,
    text: 'The body nests objects or arrays deeper than any command does: send it flatter.',
  },
  BODY_OUT_OF_BOUNDS: {
    status: 400,
    text: 'The body has more {bound} than any command needs, of which it may have {most}: send less with one request.',
  },
  HEADER_REPEATED: {
    status: 400,
    text: 'The header {header} came more than once, and it is not clear which of them counts: send it once.',
  },
  CONTENT_LENGTH_MISMATCH: { status: 400, text: 'The body is not as long as Content-Length says: send both again.' },
  MALFORMED_URL: { status: 400, text: 'The path or the query is not as in a URL: percent-encode it, as UTF-8.' },
  MISSING_IDEMPOTENCY_KEY: {
    status: 400,
    text: 'The Idempotency-Key is missing: send one, new for every command and the same when one is repeated.',
  },
  IDEMPOTENCY_KEY_INVALID: {
    status: 400,
    text: 'The Idempotency-Key is not valid: send 1 to 255 printable ASCII characters, once, without a codice fiscale or an IBAN.',
  },
  IF_MATCH_INVALID: {
    status: 400,
    text: 'If-Match is neither *, an entity tag nor a list of them: send the ETag as it was answered.',
  },
  PATH_UNKNOWN: { status: 404, text: 'There is nothing under this path: /docs lists what there is.' },
  METHOD_NOT_ALLOWED: { status: 405, text: 'This path does not take that method: use one in the Allow header.' },
  METHOD_UNKNOWN: { status: 501, text: 'Nothing here takes that method: use one that /docs lists.' },
  REQUEST_TIMEOUT: { status: 408, text: 'The request took too long to arrive: send it again.' },
  BODY_TOO_LARGE: { status: 413, text: 'The body is larger than this server takes: send less with one request.' },
  URI_TOO_LONG: { status: 414, text: 'The path or the query is longer than allowed: shorten it.' },
  MEDIA_TYPE_UNSUPPORTED: { status: 415, text: 'The media type is not supported: send the body as application/json.' },
  CHARSET_UNSUPPORTED: {
    status: 415,
    text: 'The charset of the body is not supported: send it in UTF-8, and say so or nothing.',
  },
  CONTENT_ENCODING_UNSUPPORTED: {
    status: 415,
    text: 'The body is compressed: send it as it is, without Content-Encoding.',
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    text: 'The headers are larger than this server takes: leave out what it does not need.',
  },
  REQUEST_REFUSED: { status: 400, text: 'The request cannot be carried out as it is: compare it with /docs.' },
  INTERNAL_ERROR: {
    status: 500,
    text: 'The request failed for a reason of ours: tell us the traceId, under which it was logged.',
  },
  IDENTITY_PROVIDER_UNAVAILABLE: {
    status: 503,
    text: 'The keys of the identity provider cannot be read now: try again later.',
    retryAfter: 10,
  },
  SHUTTING_DOWN: {
    status: 503,
    text: 'This server is being stopped: send the request again, which another one takes, or this one when it is back.',
    retryAfter: 5,
  },
  TOO_MANY_CONNECTIONS: {
    status: 503,
    text: 'Too many connections are open: use fewer, and send the request again after the seconds in Retry-After.',
    retryAfter: 5,
  },
  NOT_READY: {
    status: 503,
    text: 'A read model has no live build yet, or a store does not answer: facts say which. Ask again shortly.',
    retryAfter: 5,
  },
  NOT_HEALTHY: {
    status: 503,
    text: 'A part waits for a person, has stopped or does not answer: facts say which. Look after that one.',
    retryAfter: 5,
  },
} as const satisfies Readonly<Record<string, OwnProblem>>;

/** Code of a problem of the HTTP layer itself. */
export type OwnProblemCode = keyof typeof ownProblems;

/** What goes with one occurrence of a problem. */
export interface Occurrence {
  /** Words for the text. */
  readonly words?: Readonly<Record<string, string>>;
  readonly facts?: Problem['facts'];
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Where a protocol gives another status than the usual of the code. */
  readonly status?: number;
}

/** One occurrence of a problem of the HTTP layer. */
export function ownProblem(code: OwnProblemCode, occurrence: Occurrence = {}): Problem {
  const { text, retryAfter, status }: OwnProblem = ownProblems[code];
  const { words = {}, facts, errors } = occurrence;
  const headers = {
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    ...occurrence.headers,
  };
  return {
    status: occurrence.status ?? status,
    code,
    detail: filledText(text, words),
    ...(facts ? { facts } : {}),
    ...(errors ? { errors } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
  };
}
