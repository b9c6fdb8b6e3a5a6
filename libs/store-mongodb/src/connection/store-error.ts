import { messageOf, SystemError } from '#kernel/domain';
import { DUPLICATE_KEY, PASSING, PASSING_LABELS } from './server-codes.ts';

/** What the driver and the server say went wrong; read by its fields, as errors of a test runner's realm are no `Error`. */
interface MongoFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly writeErrors?: unknown;
  readonly errorLabels?: unknown;
}

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

/** Codes of sockets: the driver hands on as it is what went wrong while it waited to write more. */
const SOCKET_ERROR = /^(EPIPE|ECONN|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|ERR_STREAM|ERR_SOCKET)/;
const WRONG_CREDENTIALS: ReadonlySet<number> = new Set([18, 391, 8000]);
const NOT_AUTHORISED = 13;
const FULL_DISK = 14_031;
const UNSATISFIABLE_CONCERN = 100;
const UNSATISFIABLE_QUORUM = 278;

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
  if (code === UNSATISFIABLE_QUORUM) {
    return { kind: 'unavailable', advice: 'a majority of its members must be there to build an index: start them' };
  }
  if (code === FULL_DISK) return { kind: 'unavailable', advice: 'its disk is full: free some space' };
  if (UNREACHABLE.has(error.name) || PASSING.has(code) || isLabelledPassing(error) || isBrokenBulk(error)) {
    return { kind: 'passing' };
  }
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

/**
 * To be thrown when the server has refused a value as taken and then shows nobody who has it, as it may for a moment
 * during a failover: whoever went on by a guess could answer for what does not stand.
 * @param what that has the value
 */
export function notShown(what: string): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `MongoDB has ${what} and does not show it now, as during a failover; try again shortly`,
    { what },
  );
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

function isLabelledPassing({ errorLabels }: MongoFailure): boolean {
  return Array.isArray(errorLabels) && PASSING_LABELS.some((label) => errorLabels.includes(label));
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
