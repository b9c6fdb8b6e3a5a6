import type { Position } from './position.ts';

/**
 * What a refusal is about; the edge of the system maps it (HTTP: 422, 409, 404, 403) and process managers read it:
 * `already-so` means that the wanted state stands, whoever brought it about; `not-yet` that time alone stands in the way.
 */
export type RefusalKind = 'rule' | 'conflict' | 'not-found' | 'forbidden' | 'already-so' | 'not-yet';

/** Facts of a refusal: plain JSON, never personal data. */
export type Facts = Readonly<Record<string, unknown>>;

/**
 * A rule of the domain said no, as its {@link defineRefusal} declares it. `code` is stable and SCREAMING_SNAKE_CASE;
 * `facts` say what was compared.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  constructor(
    readonly code: string,
    readonly facts: Facts,
    readonly kind: RefusalKind,
    /** What to do, in a sentence; `{name}` stands for a fact. */
    message: string,
    /** Seconds after which trying again makes sense, where time alone stands in the way. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** Type guard for a {@link DomainError}, optionally with this code. */
export function isDomainError(error: unknown, code?: string): error is DomainError {
  return error instanceof DomainError && (code === undefined || error.code === code);
}

/** Codes of the failures that are no rule of the domain. */
export type SystemErrorCode =
  | 'WRONG_EXPECTED_REVISION'
  | 'CONFLICT_RETRIES_EXHAUSTED'
  | 'STALE_REVISION'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'IDEMPOTENCY_RECORD_EXISTS'
  | 'OUTCOME_UNKNOWN'
  | 'STORE_UNAVAILABLE'
  | 'STORE_LOST'
  | 'ERASURES_BEHIND'
  | 'SUBJECT_KEY_MISSING'
  | 'APPEND_TOO_LARGE'
  | 'STREAM_DELETED'
  | 'UNKNOWN_EVENT_TYPE'
  | 'NEWER_EVENT_VERSION'
  | 'INVALID_EVENT'
  | 'LOG_REPLACED'
  | 'LOG_CHANGED'
  | 'PROJECTION_UNKNOWN'
  | 'PROJECTION_NOT_READY'
  | 'PROJECTION_BEHIND'
  | 'PROJECTION_INCOMPLETE'
  | 'EVENTS_HELD_BACK'
  | 'CURSOR_INVALID'
  | 'CURSOR_OUTDATED'
  | 'FOLD_FAILED'
  | 'REBUILD_UNDER_WAY'
  | 'REBUILD_UNKNOWN'
  | 'PROCESS_UNKNOWN'
  | 'LEASE_LOST'
  | 'RUNS_ELSEWHERE'
  | 'SUBSCRIPTION_EXISTS'
  | 'SUBSCRIPTION_UNKNOWN'
  | 'SUBSCRIPTION_INVALID';

/** A failure of the machinery around the domain, told apart by `code`. */
export class SystemError extends Error {
  override readonly name = 'SystemError';
  constructor(
    readonly code: SystemErrorCode,
    message: string,
    readonly facts: Facts = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Type guard for a {@link SystemError} with one of these codes. */
export function isSystemError(error: unknown, ...codes: SystemErrorCode[]): error is SystemError {
  return error instanceof SystemError && (codes.length === 0 || codes.includes(error.code));
}

/** The stream did not stand at the expected revision; nothing was written. */
export function wrongExpectedRevision(
  stream: string,
  expected: number | 'no-stream',
  actual: number | 'no-stream',
): SystemError {
  return new SystemError('WRONG_EXPECTED_REVISION', `${stream} stands at ${actual}, not at ${expected}`, {
    stream,
    expected,
    actual,
  });
}

/**
 * A checkpoint, cursor or token was made on another log, or beyond the end of this one.
 * @param remedy what to do about it
 */
export function logReplaced(
  what: string,
  facts: { logId: string; position: Position; head: Position },
  remedy: string,
): SystemError {
  return new SystemError(
    'LOG_REPLACED',
    `${what} belongs to another log, or lies past the end of this one: the log was restored or replaced; ${remedy}`,
    facts,
  );
}

/**
 * The log is no longer the one that this process was started on. Unlike LOG_REPLACED, which refuses what a client or a
 * store remembers, it ends all that the process does with the log.
 * @param why what was seen of it
 */
export function logChanged(why: string, facts: Facts = {}): SystemError {
  return new SystemError(
    'LOG_CHANGED',
    `the log changed while this process ran: ${why}; nothing is read or written any more: where an older copy was put ` +
      'back on purpose, stop every process, accept it (rete-punti accept-restore), then start them again',
    facts,
  );
}

/**
 * Somebody removed events of a stream, so that what is left is not its history.
 * @param why what was seen of it
 */
export function streamRemoved(stream: string, why: string, facts: Facts = {}): SystemError {
  return new SystemError(
    'STREAM_DELETED',
    `events of the stream ${stream} were removed, which only an operator of the log can have done: ${why}; nothing more is ` +
      'written to it until they are back: take the stream’s $tb, $maxCount and $maxAge away, or restore the log',
    { stream, ...facts },
  );
}

/** Whatever was thrown, as an Error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** The text of whatever was thrown, for people. */
export function messageOf(thrown: unknown): string {
  return asError(thrown).message;
}
