import type { EventMetadata } from '../events/envelope.ts';
import type { Position } from '../position.ts';
import type { StreamName } from '../stream-name.ts';

/** An event on its way into the log: validated, sealed, stamped. */
export interface NewEvent {
  /**
   * A UUID of this append alone: the same when the append is sent again, another when its command is decided again. A log
   * thus knows an append again, and whoever looks for what a command brought about looks for its `commandId`.
   */
  readonly eventId: string;
  readonly type: string;
  /** JSON. */
  readonly data: unknown;
  readonly metadata: EventMetadata;
}

/** An event as the log holds it. `data` and `metadata` may be parsed only when first read, and then throw SyntaxError. */
export interface StoredEvent {
  readonly eventId: string;
  readonly type: string;
  readonly stream: StreamName;
  /** Place in its stream, from 0. */
  readonly revision: number;
  readonly position: Position;
  /** RFC 3339, UTC. */
  readonly recordedAt: string;
  readonly data: unknown;
  readonly metadata: unknown;
  /** The metadata as they are stored, where the store has them as text. */
  readonly metadataText?: string;
}

/** What a reader remembers of an event: enough to know it again. */
export type KnownEvent = Pick<StoredEvent, 'eventId' | 'position'>;

/**
 * The memory of an Idempotency-Key, made in the same step as the append, or before it where the log cannot hold it: it
 * may then outlive a refusal, and bars another request only. The command id is derived from principal and key, so it
 * stands for both.
 */
export interface IdempotencyRecord {
  readonly commandId: string;
  /** Method and route template of the request, for example `POST /rest/protocols/v1/protocols`. */
  readonly route: string;
  /** Keyed hash of the canonical body: tells another body without keeping this one, whose persons may be erased. */
  readonly bodyHash: string;
  /** The stream that holds the answer. */
  readonly stream: StreamName;
}

/**
 * Where a stream must stand for an append to go through: the revision of its last event, or that it has none. Whoever
 * appends for a command has read the stream up to there, and the command has written nothing in it.
 */
export type ExpectedRevision = number | 'no-stream';

export interface AppendRequest {
  readonly stream: StreamName;
  readonly expectedRevision: ExpectedRevision;
  /**
   * Id of the event that must stand there, where that was appended just before and nobody has heard yet of what came of it.
   * Given to stores alone that take appends in their order; see {@link EventStore.appendTogether}.
   */
  readonly upon?: string;
  /** One or more. */
  readonly events: readonly NewEvent[];
  readonly idempotency?: IdempotencyRecord;
}

export interface AppendResult {
  /** Of the last event written. */
  readonly revision: number;
  /** Of each event written, in order. */
  readonly positions: readonly Position[];
}

/** See {@link EventStore.appendTogether}. */
export type AppendTogether = (requests: readonly AppendRequest[]) => Promise<readonly AppendResult[]>;

/** A stretch of the log. */
export interface LogBatch {
  readonly events: readonly StoredEvent[];
  /** Everything up to here has been seen, whether or not it stands in `events`. */
  readonly through: Position;
  /** How many events of the stretch are not in it, as the reader passes over them; none when absent. */
  readonly leftOut?: number;
}

export interface ReadLogOptions {
  /** Exclusive. */
  readonly after: Position;
  /** Inclusive; the end of the log at the time of the call when absent. */
  readonly until?: Position;
  /** Most events in one batch, those that it leaves out included. */
  readonly batchSize?: number;
  /** Types that the reader passes over: a store may leave their events out, and then counts them. */
  readonly leaveOut?: ReadonlySet<string>;
}

export interface SubscribeOptions {
  /** Exclusive. */
  readonly after: Position;
  readonly batchSize?: number;
  /** Ends the subscription. */
  readonly signal: AbortSignal;
}

/**
 * The log: append-only streams in one total order. Conformance suite: `test/conformance/event-store.ts`.
 *
 * Every method throws `SystemError` STORE_UNAVAILABLE when the store cannot answer now; nothing is then half-written.
 */
export interface EventStore {
  /** Identity of this log, renewed by a restore. */
  logId(): Promise<string>;

  /**
   * Gives the log another identity. To be called once after a restore, before anything else reads the log: checkpoints,
   * cursors and answers that were made on the log of before are then refused.
   * @returns the new identity
   */
  renewLogId(): Promise<string>;

  /** Where the log ends: no event lies after it, and whoever follows the log comes to it. START when it is empty. */
  head(): Promise<Position>;

  /**
   * Writes all events or none, durably, if the stream stands at the expected revision and the idempotency record is new.
   * @throws SystemError WRONG_EXPECTED_REVISION | IDEMPOTENCY_RECORD_EXISTS (nothing written) | OUTCOME_UNKNOWN
   */
  append(request: AppendRequest): Promise<AppendResult>;

  /**
   * Writes to several streams, each named once, in the order of the requests: all of it or nothing. Absent where the store
   * has no transaction over streams. A store that has it takes all appends in the order in which they are given, and
   * answers for none before the earlier ones are durable, too: a later one may go on from one that is under way (`upon`).
   * @returns what came of each
   * @throws as {@link append}, for the first request that does not go through
   */
  readonly appendTogether?: AppendTogether | undefined;

  /**
   * The events of a stream from a revision on (0 when absent), in order; empty when there are none.
   * @param before the event that the reader knows to stand at the revision before
   * @param atLeast so many of them, the first, if there are: a store may leave out what follows. All when absent
   * @throws SystemError LOG_CHANGED when another stands there, or none; STREAM_DELETED when somebody removed events
   */
  readStream(
    stream: StreamName,
    fromRevision?: number,
    before?: KnownEvent,
    atLeast?: number,
  ): Promise<readonly StoredEvent[]>;

  /** The log in order, in batches, to its end. */
  readLog(options: ReadLogOptions): AsyncIterable<LogBatch>;

  /** The log in order: what is there, then what comes, until the signal. The consumer's pace is the pace. */
  subscribe(options: SubscribeOptions): AsyncIterable<LogBatch>;

  /** The record made under this command id, if any. */
  findIdempotencyRecord(commandId: string): Promise<IdempotencyRecord | undefined>;

  close(): Promise<void>;
}
