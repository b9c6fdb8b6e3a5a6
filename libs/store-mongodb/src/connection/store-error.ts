import { messageOf, SystemError } from '#kernel/domain';

/** What the driver and the server say went wrong; read by its fields, as errors of a test runner's realm are no `Error`. */
interface MongoFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly writeErrors?: unknown;
}

export const DUPLICATE_KEY = 11_000;
export const NAMESPACE_NOT_FOUND = 26;
export const INDEX_NOT_FOUND = 27;

/** No server could be found in time; the driver has waited already. */
const NO_SERVER = 'MongoServerSelectionError';
const CLOSED: ReadonlySet<string> = new Set([
  'MongoClientClosedError',
  'MongoTopologyClosedError',
  'MongoNotConnectedError',
]);
const UNREACHABLE: ReadonlySet<string> = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoPoolClearedError',
  // Of a server that does not answer; the driver has no `Mongo` in front of this one.
  'PoolClearedOnNetworkError',
  'MongoPoolClosedError',
  'MongoServerClosedError',
  'MongoStalePrimaryError',
  'MongoWaitQueueTimeoutError',
  'MongoOperationTimeoutError',
]);

/** Codes of a server that stops, fails over or cannot reach the others, and of reads that it cut short. */
const FAILING_OVER: ReadonlySet<number> = new Set([
  6, 7, 43, 50, 63, 64, 89, 91, 133, 134, 150, 175, 189, 202, 262, 9001, 10_058, 10_107, 11_600, 11_601, 11_602, 13_388,
  13_435, 13_436,
]);
/** Codes of sockets: the driver hands on as it is what went wrong while it waited to write more. */
const SOCKET_ERROR = /^(EPIPE|ECONN|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|ERR_STREAM|ERR_SOCKET)/;
const WRONG_CREDENTIALS: ReadonlySet<number> = new Set([18, 391, 8000]);
const NOT_AUTHORISED = 13;
const FULL_DISK = 14_031;
const UNSATISFIABLE_CONCERN = 100;

/** What a failure means for the caller. */
export type Failure =
  /** Trying again may help, now or after a moment. */
  | { readonly kind: 'passing' }
  /** It will not pass by itself within the call. */
  | { readonly kind: 'unavailable'; readonly advice: string }
  /** Something else: an error of the program, or a refusal that the caller knows how to read. */
  | { readonly kind: 'other' };

/** What kind of failure was thrown. */
export function failureOf(error: unknown): Failure {
  if (isSocketError(error)) return { kind: 'passing' };
  if (!isMongoFailure(error)) return { kind: 'other' };
  const code = codeOf(error);
  if (error.name === NO_SERVER) return { kind: 'unavailable', advice: adviceOnCause(error) };
  if (CLOSED.has(error.name)) return { kind: 'unavailable', advice: 'the connection was closed' };
  if (WRONG_CREDENTIALS.has(code)) {
    return { kind: 'unavailable', advice: 'it refuses the credentials: check user, password and authSource' };
  }
  if (code === NOT_AUTHORISED) {
    return { kind: 'unavailable', advice: 'it wants a user with readWrite on its databases: check user and roles' };
  }
  if (code === UNSATISFIABLE_CONCERN) {
    return {
      kind: 'unavailable',
      advice: 'it has fewer members with data than writes are to reach: lower the write concern',
    };
  }
  if (code === FULL_DISK) return { kind: 'unavailable', advice: 'its disk is full: free some space' };
  if (UNREACHABLE.has(error.name) || FAILING_OVER.has(code) || isBrokenBulk(error)) return { kind: 'passing' };
  return { kind: 'other' };
}

/** STORE_UNAVAILABLE that says which server, what it said, and what to do. */
export function unavailable(server: string, error: unknown, advice: string): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `MongoDB at ${server}: ${messageOf(error)}; ${advice}`,
    { server },
    { cause: error },
  );
}

/** Code of the server's answer; -1 when there is none. */
export function codeOf(error: unknown): number {
  return isMongoFailure(error) && typeof error.code === 'number' ? error.code : -1;
}

/** True when a unique index, that of `_id` included, holds the value already. */
export function isDuplicateKey(error: unknown): boolean {
  return codeOf(error) === DUPLICATE_KEY;
}

function isMongoFailure(error: unknown): error is MongoFailure {
  return (
    typeof error === 'object' &&
    error !== null &&
    'name' in error &&
    typeof error.name === 'string' &&
    (error.name.startsWith('Mongo') || UNREACHABLE.has(error.name))
  );
}

function isSocketError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && SOCKET_ERROR.test(String(error.code));
}

/** A bulk write wraps a broken connection in an error of its own, without code and without refused writes. */
function isBrokenBulk(error: MongoFailure): boolean {
  const { name, code, writeErrors } = error;
  return (
    name === 'MongoBulkWriteError' && typeof code !== 'number' && Array.isArray(writeErrors) && writeErrors.length === 0
  );
}

/** Credentials are refused while a connection is made, so that the driver finds no server it may use. */
function adviceOnCause(error: object): string {
  const cause = 'cause' in error ? error.cause : undefined;
  if (WRONG_CREDENTIALS.has(codeOf(cause))) return 'it refuses the credentials: check user, password and authSource';
  return 'check that it runs and can be reached, and the connection string';
}
