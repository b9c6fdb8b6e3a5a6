import { setTimeout as sleep } from 'node:timers/promises';
import { refuseElsewhere, refuseGaps } from '../commands/loaded-stream.ts';
import { isSystemError, logChanged, messageOf, type SystemError } from '../errors.ts';
import type {
  AppendRequest,
  AppendResult,
  AppendTogether,
  EventStore,
  IdempotencyRecord,
  KnownEvent,
  LogBatch,
  ReadLogOptions,
  StoredEvent,
  SubscribeOptions,
} from '../ports/event-store.ts';
import { isAfter, type Position } from '../position.ts';
import type { StreamName } from '../stream-name.ts';
import { RemovedStreams } from './removed-streams.ts';

interface WatchedLogOptions {
  readonly log: EventStore;
  /**
   * Milliseconds after which a log that seems to be another is looked at once more: a server that has lost the lead, and
   * does not know it yet, may answer from the past. None when absent.
   */
  readonly secondLookAfter?: number;
  /** Told once. */
  readonly onChange?: (change: SystemError) => void;
}

/** The latest event that this process knows to be in the log, and where. */
type Landmark = Pick<StoredEvent, 'eventId' | 'position' | 'stream' | 'revision'>;

/**
 * The log of a process, which must stay the same for as long as it runs (ADR 11). Once it was seen to be another, be it
 * an older copy of itself under the same identity, every call is refused with LOG_CHANGED until the process is started
 * again.
 */
export class WatchedLog implements EventStore {
  readonly #log: EventStore;
  readonly #secondLookAfter: number;
  readonly #onChange: ((change: SystemError) => void) | undefined;
  /** Where the log can do that. */
  readonly appendTogether?: AppendTogether | undefined;
  readonly #changed = new AbortController();
  readonly #removed: RemovedStreams;
  #change: SystemError | undefined;
  #logId: string | undefined;
  #landmark: Landmark | undefined;
  /** How often the store lost sight of the log, and how many of these times are settled. */
  #doubts = 0;
  #settled = 0;
  #looking: Promise<void> | undefined;

  constructor({ log, secondLookAfter = 0, onChange }: WatchedLogOptions) {
    this.#log = log;
    this.#removed = new RemovedStreams(log);
    this.#secondLookAfter = secondLookAfter;
    this.#onChange = onChange;
    if (log.appendTogether) {
      const together = log.appendTogether.bind(log);
      this.appendTogether = async (requests) => this.#append(requests, () => together(requests));
    }
  }

  /** LOG_CHANGED, once that was seen. */
  get change(): SystemError | undefined {
    return this.#change;
  }

  /** Fires when that is seen. */
  get changed(): AbortSignal {
    return this.#changed.signal;
  }

  /** Streams of which events were found to be missing, and have not been found again since. */
  get removedStreams(): readonly StreamName[] {
    return this.#removed.names;
  }

  /** @throws SystemError LOG_CHANGED, once that was seen */
  refuseChanged(): void {
    if (this.#change) throw this.#change;
  }

  /** Another part of the process has met another log. */
  sawOther(error: unknown): void {
    this.#latch(error);
  }

  /** The store lost sight of the log: before it is used again, somebody looks whether it is the same. */
  doubt(): void {
    this.#doubts += 1;
  }

  /**
   * Looks whether the log is still the same: its identity, its end, and the latest event known to be in it. Then whether
   * events that were missing are back.
   * @throws SystemError LOG_CHANGED when it is not; STORE_UNAVAILABLE when that cannot be told now
   */
  async look(): Promise<void> {
    this.refuseChanged();
    this.#looking ??= this.#lookNow().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async logId(): Promise<string> {
    await this.#settleDoubt();
    return this.#twice(() => this.#sameLogId());
  }

  async renewLogId(): Promise<string> {
    this.refuseChanged();
    return (this.#logId = await this.#log.renewLogId());
  }

  async head(): Promise<Position> {
    await this.#settleDoubt();
    return this.#twice(() => this.#headBeyond(this.#landmark));
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    const [result] = await this.#append([request], async () => [await this.#log.append(request)]);
    return result as AppendResult;
  }

  async readStream(
    stream: StreamName,
    fromRevision = 0,
    before?: KnownEvent,
    atLeast?: number,
  ): Promise<readonly StoredEvent[]> {
    await this.#settleDoubt();
    const read = (): Promise<readonly StoredEvent[]> => this.#log.readStream(stream, fromRevision, before, atLeast);
    const events = await this.#twice(read).catch((error: unknown) => this.#removed.note(stream, error));
    this.#removed.noting(stream, () => refuseGaps(stream, events, fromRevision));
    const isAll = fromRevision === 0 && events.length < (atLeast ?? Infinity);
    if (isAll && events.length > 0) this.#removed.foundWhole(stream);
    return events;
  }

  readLog(options: ReadLogOptions): AsyncIterable<LogBatch> {
    return this.#follow(options.after, (after) => this.#log.readLog({ ...options, after }));
  }

  subscribe(options: SubscribeOptions): AsyncIterable<LogBatch> {
    const signal = AbortSignal.any([options.signal, this.#changed.signal]);
    return this.#follow(options.after, (after) => this.#log.subscribe({ ...options, after, signal }));
  }

  async findIdempotencyRecord(commandId: string): Promise<IdempotencyRecord | undefined> {
    this.refuseChanged();
    return this.#log.findIdempotencyRecord(commandId);
  }

  async close(): Promise<void> {
    await this.#log.close();
  }

  async #append(
    requests: readonly AppendRequest[],
    write: () => Promise<readonly AppendResult[]>,
  ): Promise<readonly AppendResult[]> {
    await this.#settleDoubt();
    const known = this.#landmark;
    const results = await write().catch((error: unknown) => this.#refusedAppend(requests, error));
    this.refuseChanged();
    for (const [index, request] of requests.entries()) {
      const { revision } = results[index] as AppendResult;
      this.#removed.noting(request.stream, () => refuseElsewhere(request, revision));
    }
    const first = results[0]?.positions[0];
    // What was written lies beyond all that was acknowledged before it was sent. A repetition of what stands there
    // already does not, and neither does an event of an older copy of the log.
    if (known && first !== undefined && !isAfter(first, known.position))
      await this.#twice(() => this.#readAgain(known));
    const { stream, events } = requests.at(-1) as AppendRequest;
    const { revision, positions } = results.at(-1) as AppendResult;
    const [position, eventId] = [positions.at(-1), events.at(-1)?.eventId];
    if (position !== undefined && eventId !== undefined) this.#know({ eventId, position, stream, revision });
    return results;
  }

  async *#follow(start: Position, from: (after: Position) => AsyncIterable<LogBatch>): AsyncGenerator<LogBatch> {
    let place = start;
    for (let isSecond = false; ;) {
      this.refuseChanged();
      try {
        for await (const batch of from(place)) {
          this.refuseChanged();
          const last = batch.events.at(-1);
          if (last) this.#know(last);
          yield batch;
          place = batch.through;
          isSecond = false;
        }
        this.refuseChanged();
        return;
      } catch (error) {
        if (!isOther(error)) throw error;
        if (isSecond || this.#change) throw this.#latch(error);
        isSecond = true;
        await this.#pause();
      }
    }
  }

  async #settleDoubt(): Promise<void> {
    this.refuseChanged();
    const doubts = this.#doubts;
    // A look that is under way may have begun before the doubt.
    while (this.#settled < doubts) await this.look();
  }

  async #lookNow(): Promise<void> {
    const [doubts, known] = [this.#doubts, this.#landmark];
    await this.#twice(async () => {
      await this.#sameLogId();
      await this.#headBeyond(known);
      if (known) await this.#readAgain(known);
    });
    this.#settled = doubts;
    await this.#removed.lookAgain();
  }

  async #sameLogId(): Promise<string> {
    const logId = await this.#log.logId();
    this.#logId ??= logId;
    if (logId === this.#logId) return logId;
    throw logChanged(`its identity is ${logId}, and was ${this.#logId}`, { logId, was: this.#logId });
  }

  async #headBeyond(known: Landmark | undefined): Promise<Position> {
    const head = await this.#log.head();
    if (!known || !isAfter(known.position, head)) return head;
    throw logChanged(`it ends at ${head}, before an event at ${known.position}`, { head, position: known.position });
  }

  /** @throws SystemError LOG_CHANGED when it no longer stands in the log */
  async #readAgain({ stream, revision, eventId, position }: Landmark): Promise<void> {
    try {
      await this.#log.readStream(stream, revision + 1, { eventId, position });
    } catch (error) {
      // Whoever removed events of this stream has not changed the log: it is told apart when the stream is used.
      if (!isSystemError(error, 'STREAM_DELETED')) throw error;
      this.#removed.add(stream);
    }
  }

  /** A stream that stands before the revision that a caller has seen belongs to another past: no conflict. */
  async #refusedAppend(requests: readonly AppendRequest[], error: unknown): Promise<never> {
    if (isOther(error)) throw this.#latch(error);
    const refused = isSystemError(error) ? requests.find(({ stream }) => stream === error.facts.stream) : undefined;
    const [first] = requests;
    const { stream, expectedRevision: expected, upon } = (refused ?? first) as AppendRequest;
    // What it was to go on from, nobody has seen there: it was refused itself.
    if (isSystemError(error, 'WRONG_EXPECTED_REVISION') && expected !== 'no-stream' && upon === undefined) {
      const { actual } = error.facts;
      if (actual === 'no-stream' || Number(actual) < expected) {
        const stands = async (): Promise<readonly StoredEvent[]> => this.#log.readStream(stream, expected);
        await this.#twice(async () => {
          if ((await stands()).length === 0) throw logChanged(`${stream} ends before revision ${expected}`, { stream });
        }).catch((found: unknown) => this.#removed.note(stream, found));
      }
    }
    return this.#removed.note(stream, error);
  }

  /** Calls; and where the answer is of another log once more, a little later. */
  async #twice<T>(call: () => Promise<T>): Promise<T> {
    this.refuseChanged();
    try {
      const answer = await call();
      this.refuseChanged();
      return answer;
    } catch (error) {
      this.refuseChanged();
      if (!isOther(error)) throw error;
    }
    await this.#pause();
    this.refuseChanged();
    try {
      return await call();
    } catch (error) {
      if (isOther(error)) this.#latch(error);
      this.refuseChanged();
      throw error;
    }
  }

  async #pause(): Promise<void> {
    const { signal } = this.#changed;
    await sleep(this.#secondLookAfter, undefined, { signal }).catch(() => undefined);
  }

  #know({ eventId, position, stream, revision }: Landmark): void {
    if (this.#landmark && !isAfter(position, this.#landmark.position)) return;
    this.#landmark = { eventId, position, stream, revision };
  }

  #latch(error: unknown): SystemError {
    if (this.#change) return this.#change;
    this.#change = isSystemError(error, 'LOG_CHANGED') ? error : logChanged(messageOf(error));
    this.#changed.abort();
    this.#onChange?.(this.#change);
    return this.#change;
  }
}

/** A store says so of a log that it can no longer go on in. */
function isOther(error: unknown): boolean {
  return isSystemError(error, 'LOG_CHANGED', 'LOG_REPLACED');
}
