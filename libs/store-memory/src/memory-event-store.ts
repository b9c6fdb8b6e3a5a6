import { randomUUID } from 'node:crypto';
import {
  START,
  streamRemoved,
  SystemError,
  wrongExpectedRevision,
  type Position,
  type StreamName,
} from '#kernel/domain';
import {
  refuseOtherEvent,
  type AppendRequest,
  type AppendResult,
  type AppendTogether,
  type EventStore,
  type IdempotencyRecord,
  type KnownEvent,
  type LogBatch,
  type ReadLogOptions,
  type StoredEvent,
  type SubscribeOptions,
} from '#kernel/ports';

/** Positions leave gaps on purpose, as EventStoreDB's do: what counts on their being consecutive fails in its specs. */
const STEP = 7;

const DEFAULT_BATCH = 500;

/** A log in memory, for specs only: nothing survives the process. */
export class MemoryEventStore implements EventStore {
  #logId: string = randomUUID();
  #log: MemoryEvent[] = [];
  readonly #streams = new Map<StreamName, MemoryEvent[]>();
  readonly #records = new Map<string, IdempotencyRecord>();
  /** How many events of a stream readers do not see, though they are in the log. */
  readonly #hidden = new Map<StreamName, number>();
  readonly #sleepers = new Set<() => void>();
  #closed = false;

  /** Only of a log that is to have a transaction over streams. */
  readonly appendTogether?: AppendTogether | undefined;

  /** @param options.transactions what is claimed is then written together with the act, as in the embedded log */
  constructor({ transactions = false }: { readonly transactions?: boolean } = {}) {
    if (transactions) this.appendTogether = async (requests) => this.#append(requests);
  }

  async logId(): Promise<string> {
    return this.#logId;
  }

  async renewLogId(): Promise<string> {
    this.#logId = randomUUID();
    return this.#logId;
  }

  async head(): Promise<Position> {
    return this.#log.at(-1)?.position ?? START;
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    const [result] = this.#append([request]);
    return result as AppendResult;
  }

  async readStream(
    stream: StreamName,
    fromRevision = 0,
    before?: KnownEvent,
    atLeast = Infinity,
  ): Promise<readonly StoredEvent[]> {
    this.#refuseClosed();
    const hidden = this.#hidden.get(stream) ?? 0;
    const events = this.#streams.get(stream) ?? [];
    if (before && hidden >= fromRevision) throw streamRemoved(stream, `it begins at revision ${hidden}`);
    if (before) refuseOtherEvent({ stream, revision: fromRevision - 1, before }, events[fromRevision - 1]);
    const from = Math.max(fromRevision, hidden);
    return events.slice(from, from + atLeast);
  }

  async *readLog({ after, until, batchSize = DEFAULT_BATCH, leaveOut }: ReadLogOptions): AsyncGenerator<LogBatch> {
    this.#refuseClosed();
    const end = until === undefined ? this.#log.length : Math.min(this.#countThrough(until), this.#log.length);
    for (let next = this.#countThrough(after); next < end; next += batchSize) {
      yield without(leaveOut, batchOf(this.#log.slice(next, Math.min(next + batchSize, end))));
    }
  }

  async *subscribe({ after, batchSize = DEFAULT_BATCH, signal }: SubscribeOptions): AsyncGenerator<LogBatch> {
    for (let next = this.#countThrough(after); !signal.aborted;) {
      this.#refuseClosed();
      const events = this.#log.slice(next, next + batchSize);
      next += events.length;
      if (events.length > 0) yield batchOf(events);
      else await this.#sleep(signal);
    }
  }

  async findIdempotencyRecord(commandId: string): Promise<IdempotencyRecord | undefined> {
    return this.#records.get(commandId);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
  }

  /** What puts the log back to where it is now, under the identity of now, as an older copy of it would be. */
  copy(): () => void {
    const [logId, events, records] = [this.#logId, [...this.#log], [...this.#records]];
    return () => {
      this.#logId = logId;
      this.#log = [...events];
      this.#streams.clear();
      for (const [stream, own] of Map.groupBy(events, (event) => event.stream)) this.#streams.set(stream, own);
      this.#records.clear();
      for (const [commandId, record] of records) this.#records.set(commandId, record);
    };
  }

  /** Removes the first events of a stream from sight, as the operator of a server can: all of them empties it. */
  hide(stream: StreamName, count: number): void {
    this.#hidden.set(stream, count);
  }

  /** How many events lie at or before a position. */
  #countThrough(position: Position): number {
    return Math.floor(Number(position) / STEP);
  }

  #sleep(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#sleepers.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#sleepers]) wake();
  }

  #append(requests: readonly AppendRequest[]): readonly AppendResult[] {
    this.#refuseClosed();
    // Of a second request for one stream nobody would have looked whether it goes through.
    const streams = new Set(requests.map(({ stream }) => stream));
    if (streams.size < requests.length) throw new TypeError('appends that go together name each stream once');
    for (const request of requests) this.#refuse(request);
    const results = requests.map((request) => this.#write(request));
    this.#wake();
    return results;
  }

  #refuse({ stream, expectedRevision, upon, events, idempotency: record }: AppendRequest): void {
    if (events.length === 0) throw new TypeError('an append carries one event or more');
    const existing = record && this.#records.get(record.commandId);
    if (existing) {
      throw new SystemError('IDEMPOTENCY_RECORD_EXISTS', `the command ${existing.commandId} was given before`, {
        record: existing,
      });
    }
    const known = this.#streams.get(stream) ?? [];
    const actual = known.length === 0 ? 'no-stream' : known.length - 1;
    // A log whose operator emptied a stream takes it for a new one, and goes on at its old revision.
    const isEmptied = expectedRevision === 'no-stream' && (this.#hidden.get(stream) ?? 0) >= known.length;
    const isUpon = upon === undefined || known.at(-1)?.eventId === upon;
    if ((actual !== expectedRevision || !isUpon) && !isEmptied)
      throw wrongExpectedRevision(stream, expectedRevision, actual);
  }

  #write({ stream, events, idempotency: record }: AppendRequest): AppendResult {
    const known = this.#streams.get(stream) ?? [];
    const written = events.map((event, index) => {
      const place = { stream, revision: known.length + index, position: String((this.#log.length + index + 1) * STEP) };
      return new MemoryEvent(event.eventId, event.type, place, JSON.stringify(event.data), event.metadata);
    });
    this.#streams.set(stream, known);
    known.push(...written);
    this.#log.push(...written);
    if (record) this.#records.set(record.commandId, { ...record });
    return { revision: known.length - 1, positions: written.map(({ position }) => position) };
  }

  #refuseClosed(): void {
    if (this.#closed) throw new SystemError('STORE_UNAVAILABLE', 'the log is closed');
  }
}

/** Keeps the payload as text, so that no reader shares an object with a writer or with another reader. */
class MemoryEvent implements StoredEvent {
  readonly stream: StreamName;
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: string;
  readonly #data: string;
  readonly #metadata: string;

  constructor(
    readonly eventId: string,
    readonly type: string,
    place: { stream: StreamName; revision: number; position: Position },
    data: string,
    metadata: { recordedAt: string },
  ) {
    this.stream = place.stream;
    this.revision = place.revision;
    this.position = place.position;
    this.recordedAt = metadata.recordedAt;
    this.#data = data;
    this.#metadata = JSON.stringify(metadata);
  }

  get data(): unknown {
    return JSON.parse(this.#data) as unknown;
  }

  get metadata(): unknown {
    return JSON.parse(this.#metadata) as unknown;
  }
}

function without(types: ReadonlySet<string> | undefined, batch: LogBatch): LogBatch {
  if (!types) return batch;
  const events = batch.events.filter(({ type }) => !types.has(type));
  return { ...batch, events, leftOut: batch.events.length - events.length };
}

function batchOf(events: readonly MemoryEvent[]): LogBatch {
  return { events, through: events.at(-1)?.position ?? START };
}
