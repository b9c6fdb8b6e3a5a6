import { PROBLEM_MEDIA_TYPE } from '../problems/problem.ts';
import type { OwnProblemCode } from '../problems/own-problems.ts';
import type { ProblemEntry } from '../problems/problem-table.ts';
import type { systemProblems } from '../problems/system-problems.ts';
import type { DescribedOperation, DescribedResponse } from './described-operation.ts';
import { headersOf } from './response-headers.ts';

/** Lists the codes of refusals that an operation declares, while the API is described; it is taken out again. */
export const REFUSALS_EXTENSION = 'x-rete-punti-refusals';
/** Marks a search, a POST that carries no command, while the API is described; it is taken out again. */
export const SEARCH_EXTENSION = 'x-rete-punti-search';

type Code = OwnProblemCode | keyof typeof systemProblems;

const ANY: readonly Code[] = [
  'BAD_REQUEST',
  'HEADER_REPEATED',
  'REQUEST_TIMEOUT',
  'URI_TOO_LONG',
  'HEADERS_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'INTERNAL_ERROR',
  'SHUTTING_DOWN',
  'TOO_MANY_CONNECTIONS',
  'STORE_UNAVAILABLE',
  'STREAM_DELETED',
  'LOG_CHANGED',
];
const PROTECTED: readonly Code[] = [
  'TOKEN_MISSING',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'TOKEN_REVOKED',
  'TOKEN_CLAIMS_INVALID',
  'FORBIDDEN',
  'IDENTITY_PROVIDER_UNAVAILABLE',
  // Of a citizen's token, and of all that opens or seals what is personal.
  'ERASURES_BEHIND',
];
const BODY: readonly Code[] = [
  'INVALID_REQUEST',
  'MALFORMED_JSON',
  'BODY_TOO_DEEP',
  'BODY_OUT_OF_BOUNDS',
  'CONTENT_LENGTH_MISMATCH',
  'BODY_TOO_LARGE',
  'TOO_MANY_BODIES',
  'MEDIA_TYPE_UNSUPPORTED',
  'CHARSET_UNSUPPORTED',
  'CONTENT_ENCODING_UNSUPPORTED',
];
/** Of whoever has to be known by what they say, as they send no token. */
const UNKNOWN: readonly Code[] = ['TOO_MANY_ATTEMPTS'];
const COMMAND: readonly Code[] = [
  'MISSING_IDEMPOTENCY_KEY',
  'IDEMPOTENCY_KEY_INVALID',
  'IDEMPOTENCY_KEY_REUSED',
  'CONFLICT_RETRIES_EXHAUSTED',
  'APPEND_TOO_LARGE',
  'OUTCOME_UNKNOWN',
];
const CHANGE: readonly Code[] = ['IF_MATCH_INVALID', 'STALE_REVISION'];
const READ: readonly Code[] = ['PROJECTION_NOT_READY', 'PROJECTION_BEHIND', 'PROJECTION_INCOMPLETE', 'LOG_REPLACED'];

/** Of whoever says why they read what is personal. */
export const PERSONAL: readonly Code[] = ['SUBJECT_KEY_MISSING'];
/** Of what is published, which is read in order or not at all. */
const IN_ORDER: readonly Code[] = ['EVENTS_HELD_BACK', 'PROJECTION_NOT_READY'];
/** Of what is asked in pages. */
export const PAGE: readonly Code[] = ['CURSOR_INVALID', 'CURSOR_OUTDATED'];

interface Refused {
  readonly method: string;
  readonly isSearch: boolean;
  readonly isPublic: boolean;
  /** Codes that the operation declares itself. */
  readonly declared: readonly string[];
}

/** The answers with which an operation may refuse or fail, by status: each names its codes. */
export function refusalResponses(
  { parameters = [] }: DescribedOperation,
  { method, isSearch, isPublic, declared }: Refused,
  problems: ReadonlyMap<string, ProblemEntry>,
): Record<string, DescribedResponse> {
  const takes = (name: string): boolean => parameters.some((one) => 'name' in one && one.name === name);
  const codes: readonly string[] = [
    ...ANY,
    ...(isPublic ? [] : PROTECTED),
    ...(method === 'post' ? BODY : []),
    ...(method === 'post' && isPublic ? UNKNOWN : []),
    ...(method === 'post' && !isSearch ? COMMAND : []),
    ...(takes('If-Match') ? CHANGE : []),
    ...(isSearch || takes('minPosition') ? READ : []),
    ...(takes('purpose') ? PERSONAL : []),
    ...(takes('cursor') ? PAGE : []),
    ...(takes('lastEventId') ? IN_ORDER : []),
    ...(parameters.length > 0 ? (['INVALID_REQUEST'] as const) : []),
    ...declared,
  ];
  const byStatus = Map.groupBy([...new Set(codes)].sort(), (code) => entryOf(problems, code).status);
  return Object.fromEntries([...byStatus].map(([status, ofStatus]) => [String(status), refusal(status, ofStatus)]));
}

function refusal(status: number, codes: readonly string[]): DescribedResponse {
  return {
    description: `Refused: ${codes.join(', ')}.`,
    headers: headersOf({ status }),
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}

function entryOf(problems: ReadonlyMap<string, ProblemEntry>, code: string): ProblemEntry {
  const entry = problems.get(code);
  if (!entry) throw new TypeError(`${code} stands in no table of problems`);
  return entry;
}
