import type { SystemErrorCode } from '#kernel/domain';

/** How a failure of the machinery is answered. */
interface SystemProblem {
  readonly status: number;
  readonly detail: string;
  /** Seconds. */
  readonly retryAfter?: number;
  /** Facts a client may see; all others stay here. */
  readonly shows?: readonly string[];
}

/** The failures a client can do something about. A code that is absent is answered as an internal error. */
export const systemProblems: Readonly<Partial<Record<SystemErrorCode, SystemProblem>>> = {
  STALE_REVISION: {
    status: 412,
    detail: 'It changed since the revision in If-Match; read it again and decide anew.',
    shows: ['actual', 'expected'],
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    detail: 'This Idempotency-Key was used for another request; repeat that one as it was, or use a new key.',
    shows: ['route'],
  },
  CONFLICT_RETRIES_EXHAUSTED: {
    status: 409,
    detail: 'It changed under every attempt; send the request again with the same Idempotency-Key.',
  },
  LOG_REPLACED: {
    status: 409,
    detail:
      'The position or cursor belongs to another log: the log was restored or replaced since. Start again without it.',
    shows: ['logId', 'position', 'head'],
  },
  LOG_CHANGED: {
    status: 503,
    detail:
      'The log was restored or replaced while this process ran, so it neither reads nor writes any more. An operator ' +
      'accepts the restore (rete-punti accept-restore) and starts the process again; then send the request again with ' +
      'the same Idempotency-Key.',
    retryAfter: 30,
  },
  CURSOR_INVALID: { status: 400, detail: 'The cursor is not one of this query; start again without it.' },
  CURSOR_OUTDATED: {
    status: 400,
    detail:
      'The list has another form since the cursor was given out, so that its place is unknown; start again without it.',
  },
  PROJECTION_NOT_READY: {
    status: 503,
    detail: 'The read model is being built; try again later.',
    retryAfter: 5,
    shows: ['projection'],
  },
  PROJECTION_BEHIND: {
    status: 503,
    detail: 'The read model has not reached minPosition yet; try again in a moment.',
    retryAfter: 1,
    shows: ['projection', 'position', 'wanted'],
  },
  PROJECTION_INCOMPLETE: {
    status: 503,
    detail: 'The read model lacks an event until it is rebuilt; without minPosition it answers what it has.',
    retryAfter: 60,
    shows: ['projection', 'incompleteSince', 'parkedDocuments'],
  },
  EVENTS_HELD_BACK: {
    status: 503,
    detail:
      'An event cannot be told yet, and nothing after it is, so that none is missed. An operator repairs the read model ' +
      '(rete-punti projections retry, or rebuild); go on from the same lastEventId.',
    retryAfter: 60,
    shows: ['projection'],
  },
  FOLD_FAILED: {
    status: 422,
    detail:
      'The read model stopped at an event that it cannot fold, and the build of before goes on answering; mend the ' +
      'fold, then try again.',
    shows: ['projection', 'position', 'eventId', 'stream', 'key'],
  },
  REBUILD_UNDER_WAY: {
    status: 409,
    detail: 'It is being rebuilt already; wait for that, or cancel it: `job` names it.',
    shows: ['projection', 'job'],
  },
  REBUILD_UNKNOWN: {
    status: 404,
    detail:
      'No rebuild of this projection has this id, or five have been asked for since; correct it, or ask for a new one.',
    shows: ['projection', 'job'],
  },
  PROJECTION_UNKNOWN: {
    status: 404,
    detail: 'No projection is called {projection}: there are {known}.',
    shows: ['projection', 'known'],
  },
  APPEND_TOO_LARGE: {
    status: 422,
    detail: 'What this would write is larger than the log takes at once; send less with one request.',
  },
  STREAM_DELETED: {
    status: 409,
    detail:
      'Events of its history were removed in the log, so nothing more is read from it or written to it; an operator has ' +
      'to look.',
    shows: ['stream'],
  },
  RUNS_ELSEWHERE: { status: 409, detail: 'Another process does this; ask the worker that runs it.', shows: ['part'] },
  PROCESS_UNKNOWN: {
    status: 404,
    detail: 'No process manager is called {process}: there are {known}.',
    shows: ['process', 'known'],
  },
  STORE_UNAVAILABLE: {
    status: 503,
    detail:
      'The store cannot answer now and nothing was written; send the request again with the same Idempotency-Key.',
    retryAfter: 2,
  },
  SUBJECT_KEY_MISSING: {
    status: 503,
    detail:
      'The key store has no key of a person in the log, as one that is older than the log: an operator puts back the key ' +
      'store of the last backup, or erases the person under this id.',
    retryAfter: 60,
    shows: ['subject'],
  },
  ERASURES_BEHIND: {
    status: 503,
    detail:
      'This process has not heard of erasures for more than five seconds, so it reads and seals no personal data and ' +
      'takes no token of a citizen; send the request again, with the same Idempotency-Key, or to another server.',
    retryAfter: 2,
    shows: ['seconds'],
  },
  OUTCOME_UNKNOWN: {
    status: 503,
    detail: 'Whether it was written is unknown; send the request again with the same Idempotency-Key to find out.',
    retryAfter: 2,
  },
};
