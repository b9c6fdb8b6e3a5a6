/**
 * Codes of the server's answers, by what its own table says of them: `src/mongo/base/error_codes.yml` of mongodb/mongo as
 * of version 8.2 (commit 007ba93). Codes of transactions, change streams and other things that nothing here asks for are
 * left out, and so are those that a server never sends to a client (`InternalOnly`).
 */

/** NetworkError: of members that do not reach each other. */
const NETWORK = [6, 7, 89, 9001];
/** NotPrimaryError, and 10058, as older servers say it. */
const NOT_PRIMARY = [189, 10_058, 10_107, 11_602, 13_435, 13_436];
/** ShutdownError. */
const SHUTTING_DOWN = [91, 11_600];
/** CloseConnectionError, where another connection helps: the member's name has changed, the stream was ended. */
const CLOSED_BY_SERVER = [303, 398];
/** ExceededTimeLimitError. */
const TOO_SLOW = [50, 202, 262, 407];
/** Interruption: whoever looks after the server has ended the request, or the server has for its own sake. */
const INTERRUPTED = [24, 237, 279, 355, 453, 11_601, 46_841, 91_331, 10_045_600];
/** StaleShardVersionError, and 63 and 249, which belong to it: a router that has to learn anew what is where. */
const STALE_ROUTE = [63, 150, 249, 13_388];
/** CursorInvalidatedError: the cursor went with its member, its plan or its collection; whoever asks anew gets another. */
const CURSOR_LOST = [43, 175, 314];
/** SystemOverloadedError. */
const OVERLOADED = [433, 449, 450, 462];
/** Other codes of RetriableError. */
const RETRIABLE = [134, 402, 406, 412, 50_915];
/**
 * Of no category, and passing by what they are called: LockBusy, LockFailed, WriteConflict,
 * ConflictingOperationInProgress, FailedToSatisfyReadPreference, NoConfigPrimary, LinearizableReadConcernError,
 * DatabaseDropPending, ElectionInProgress, IndexBuildAborted, IndexBuildAlreadyInProgress, ReshardCollectionInProgress,
 * ReshardingCriticalSectionTimeout, ShardCannotRefreshDueToLocksHeld, TemporarilyUnavailable, UserWritesBlocked (while
 * clusters are synchronised), BackgroundOperationInProgress for a database and for a namespace, ConfigServerUnreachable.
 */
const PASSING_BY_NAME = [
  46, 107, 112, 117, 133, 149, 187, 215, 216, 276, 285, 338, 342, 343, 365, 371, 12_586, 12_587, 56_846,
];
/** WriteConcernTimeout: the other members were too slow to confirm a write. */
const UNCONFIRMED = [64];

/** Codes after which the same request may well go through, now or after a moment. */
export const PASSING: ReadonlySet<number> = new Set([
  ...NETWORK,
  ...NOT_PRIMARY,
  ...SHUTTING_DOWN,
  ...CLOSED_BY_SERVER,
  ...TOO_SLOW,
  ...INTERRUPTED,
  ...STALE_ROUTE,
  ...CURSOR_LOST,
  ...OVERLOADED,
  ...RETRIABLE,
  ...PASSING_BY_NAME,
  ...UNCONFIRMED,
]);

/** What servers, also later ones with codes that are not known here, and the driver write on what may be sent again. */
export const PASSING_LABELS: readonly string[] = ['RetryableWriteError', 'RetryableError', 'SystemOverloadedError'];

export const DUPLICATE_KEY = 11_000;
export const NAMESPACE_NOT_FOUND = 26;
export const INDEX_NOT_FOUND = 27;
/** IndexOptionsConflict and IndexKeySpecsConflict: an index of the name or the fields is there, with other options. */
export const INDEX_CONFLICT: ReadonlySet<number> = new Set([85, 86]);
