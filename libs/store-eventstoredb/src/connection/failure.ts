import { messageOf, SystemError } from '#kernel/domain';

/** What the client throws, read by its fields: errors of a test runner's realm are no `Error`. */
interface Thrown {
  readonly type?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
}

/** What a failed call means for the caller. */
export type Failure =
  /** No connection came about; one may in a moment. */
  | 'not-sent'
  /** The server is there and takes nothing yet: it starts, has too much to do, or is not the leader. */
  | 'not-ready'
  /** Nobody knows what the server did with it; it may answer in a moment. */
  | 'unknown'
  | 'wrong-revision'
  | 'stream-missing'
  | 'stream-deleted'
  /** The place to read from is none of this log. */
  | 'no-such-position'
  | 'denied'
  /** More than one message, or one append, may hold. */
  | 'too-large'
  /** The server looked at the call, and does not carry out such a one. */
  | 'refused'
  /** Trying again will not help; what the server did nobody knows. */
  | 'other';

/** No answer came before our own timer ended. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(what: string, milliseconds: number) {
    super(`no answer to ${what} within ${milliseconds} ms`);
  }
}

/** The server ended what goes on for ever. */
export class Ended extends Error {
  override readonly name = 'Ended';
}

/** The place to go on from lies past the end of the log. */
export class BeyondEnd extends Error {
  override readonly name = 'BeyondEnd';
}

const TYPES: ReadonlyMap<unknown, Failure> = new Map<unknown, Failure>([
  ['wrong-expected-version', 'wrong-revision'],
  ['stream-not-found', 'stream-missing'],
  ['stream-deleted', 'stream-deleted'],
  ['access-denied', 'denied'],
  ['maximum-append-size-exceeded', 'too-large'],
  ['missing-required-metadata-property', 'refused'],
  ['unsupported', 'refused'],
  ['not-leader', 'not-ready'],
  ['unavailable', 'unknown'],
  ['cancelled', 'unknown'],
  ['timeout', 'unknown'],
  ['deadline-exceeded', 'unknown'],
]);

const DEADLINE_EXCEEDED = 4;

const CODES: ReadonlyMap<unknown, Failure> = new Map<unknown, Failure>([
  [1, 'unknown'], // CANCELLED
  [3, 'refused'], // INVALID_ARGUMENT
  [DEADLINE_EXCEEDED, 'unknown'],
  [7, 'denied'], // PERMISSION_DENIED
  [8, 'unknown'], // RESOURCE_EXHAUSTED
  [10, 'unknown'], // ABORTED
  [12, 'refused'], // UNIMPLEMENTED
  [13, 'unknown'], // INTERNAL: among others, a stream of HTTP/2 that was reset
  [14, 'unknown'], // UNAVAILABLE
  [16, 'denied'], // UNAUTHENTICATED
]);

const NOT_READY = /server is not ready|server is (?:too )?busy|no leader|leader info/i;
const NEVER_SENT =
  /no connection established|failed to discover|name resolution failed|waiting for (?:lb pick|name resolution)|channel has been shut down|channel closed before call started/i;
const NO_POSITION = /invalid ?position/i;
/** One message, or one event where its operator lets that have less than an append: the client knows no type for it. */
const TOO_LARGE = /message larger than max|maximum ?append ?event ?size/i;
/** A connection that went, in words that come under the code of everything else. */
const LOST = /stream removed/i;

/** What is told by words only; the first that fit count. */
const WORDS: readonly (readonly [RegExp, Failure])[] = [
  [NOT_READY, 'not-ready'],
  [NEVER_SENT, 'not-sent'],
  [NO_POSITION, 'no-such-position'],
  [TOO_LARGE, 'too-large'],
  [LOST, 'unknown'],
];

/** What kind of failure was thrown. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof NoAnswer || thrown instanceof Ended) return 'unknown';
  if (thrown instanceof BeyondEnd) return 'no-such-position';
  if (typeof thrown !== 'object' || thrown === null || thrown instanceof SystemError) return 'other';
  const { type, code, message } = thrown as Thrown;
  const said = typeof message === 'string' ? WORDS.find(([words]) => words.test(message)) : undefined;
  return said?.[1] ?? TYPES.get(type) ?? CODES.get(code) ?? 'other';
}

/** True when the same call may succeed in a moment. */
export function isPassing(thrown: unknown): boolean {
  return failureOf(thrown) === 'unknown' || isSafeToRepeat(thrown);
}

/** True when the server said nothing at all in the time it had. */
export function isSilence(thrown: unknown): boolean {
  if (thrown instanceof NoAnswer) return true;
  // The deadline of a single call, which grpc tells; the server's own word for a write that took too long has no code.
  return (thrown as Thrown | undefined)?.code === DEADLINE_EXCEEDED;
}

/** True when that is so, and the server has certainly done nothing. */
export function isSafeToRepeat(thrown: unknown): boolean {
  const failure = failureOf(thrown);
  return failure === 'not-sent' || failure === 'not-ready';
}

/** STORE_UNAVAILABLE that says which server, what happened, and what to do; a SystemError as it is. */
export function unavailable(server: string, thrown: unknown): SystemError {
  if (thrown instanceof SystemError) return thrown;
  const said = messageOf(thrown) || wordsFor(thrown);
  return new SystemError(
    'STORE_UNAVAILABLE',
    `EventStoreDB at ${server}: ${said}; ${adviceOn(failureOf(thrown), said)}`,
    { server },
    { cause: thrown },
  );
}

/** The answer where nothing can be written or read any more. */
export function streamDeleted(stream: string, cause?: unknown): SystemError {
  return new SystemError(
    'STREAM_DELETED',
    `the stream ${stream} was deleted in the server, which only its operator can have done: ask them`,
    { stream },
    cause === undefined ? undefined : { cause },
  );
}

/** The answer of a store that was closed. */
export function closedStore(server: string): SystemError {
  return new SystemError('STORE_UNAVAILABLE', `the connection to EventStoreDB at ${server} is closed`, { server });
}

/** Some errors of the client have a type and no message. */
function wordsFor(thrown: unknown): string {
  const { type } = thrown as Thrown;
  return typeof type === 'string' ? type : 'it failed without a word';
}

function adviceOn(failure: Failure, said: string): string {
  if (failure === 'denied') {
    return 'it refuses the user of the connection string: check user and password, and that it may read $all and write';
  }
  if (/ssl|tls|certificate|wrong version number/i.test(said)) {
    return 'check TLS: ?tls=false for a server without it, tlsCAFile for an authority of your own';
  }
  if (failure === 'not-ready') return 'it starts, or has no leader: try again shortly';
  if (failure === 'not-sent' || failure === 'unknown') {
    return 'check that it runs and can be reached, and the connection string; then try again';
  }
  return 'if it happens again, report it with this message';
}
