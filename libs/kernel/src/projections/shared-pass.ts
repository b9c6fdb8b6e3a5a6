import type { EventRegistry } from '../events/event-registry.ts';
import { nextTurn } from '../next-turn.ts';
import type { EventStore, LogBatch } from '../ports/event-store.ts';
import { isAfter, type Position } from '../position.ts';
import { decodeOfBatch, type Decode, type DecodeOfBatch } from './decode-once.ts';

/** What a build needs of the log. */
export type ReadableLog = Pick<EventStore, 'logId' | 'head' | 'readLog'>;

/** The log as one of the builds of a pass reads it: always to its end, in batches that suit a pass. */
export interface PassReader extends ReadableLog {
  /** Decodes an event once for all of them. */
  readonly decode: Decode;
  /** To be called when it reads no more, whatever the reason, as the others wait for it. */
  leave(): Promise<void>;
}

/** Types that a reader passes over. */
type Types = ReadonlySet<string>;

/** One who waits for what comes after a place; the answer is undefined at the end of the log. */
interface Request {
  readonly after: Position;
  readonly leaveOut: Types;
  readonly answer: PromiseWithResolvers<LogBatch | undefined>;
}

/** A reading of the log, and how far it has come. */
interface Reading {
  readonly batches: AsyncIterator<LogBatch>;
  readonly through: Position;
  readonly leaveOut: Types;
}

/** So many are in memory at a time, with all that they consist of: four times as many take 40 MiB more, and no less time. */
export const EVENTS_PER_READ = 500;

const NONE: Types = new Set();

/**
 * Reads the log once for several builds, each of which folds, commits, waits and fails by itself. They go at one pace: the
 * next batch is read when all have asked for it, so that no more of the log is held than for one of them. It is read for
 * the one that is furthest back, for example since its store was away; who has seen all of it waits meanwhile.
 */
export class SharedPass {
  readonly #log: ReadableLog;
  readonly #decode: DecodeOfBatch;
  readonly #readers = new Set<PassReader>();
  #requests: readonly Request[] = [];
  #reading: Reading | undefined;

  constructor({ log, registry }: { readonly log: ReadableLog; readonly registry: EventRegistry }) {
    this.#log = log;
    this.#decode = decodeOfBatch(registry);
  }

  /** From now on nothing is read before this one has asked for it too, or has left. */
  join(): PassReader {
    const reader: PassReader = {
      logId: () => this.#log.logId(),
      head: () => this.#log.head(),
      readLog: ({ after, leaveOut }) => this.#readLog(after, leaveOut),
      decode: this.#decode.decode,
      leave: () => this.#leave(reader),
    };
    this.#readers.add(reader);
    return reader;
  }

  async #leave(reader: PassReader): Promise<void> {
    this.#readers.delete(reader);
    this.#readOnIfAllWait();
    if (this.#readers.size === 0) await this.#endReading();
  }

  async *#readLog(after: Position, leaveOut: Types = NONE): AsyncGenerator<LogBatch> {
    for (let place = after; ;) {
      const answer = Promise.withResolvers<LogBatch | undefined>();
      this.#requests = [...this.#requests, { after: place, leaveOut, answer }];
      this.#readOnIfAllWait();
      const batch = await answer.promise;
      if (!batch) return;
      yield batch;
      place = batch.through;
    }
  }

  #readOnIfAllWait(): void {
    if (this.#requests.length > 0 && this.#requests.length === this.#readers.size) void this.#readOn();
  }

  /** Reads what comes next for all that wait, none of whom asks again, or leaves, before it is answered. */
  async #readOn(): Promise<void> {
    const requests = this.#requests;
    this.#requests = [];
    try {
      const place = requests.map(({ after }) => after).reduce((one, other) => (isAfter(one, other) ? other : one));
      const leaveOut = requests.map((request) => request.leaveOut).reduce((one, other) => one.intersection(other));
      const batch = await this.#batchAfter(place, leaveOut);
      const isAnswered = ({ after }: Request): boolean => (batch ? isAfter(batch.through, after) : after === place);
      this.#requests = requests.filter((request) => !isAnswered(request));
      for (const { after, answer } of requests.filter(isAnswered)) {
        answer.resolve(batch && (isAfter(after, place) ? beyond(after, batch) : batch));
        // What each of them does with it may take long: the process has time for others in between.
        await nextTurn();
      }
    } catch (error) {
      this.#reading = undefined;
      for (const { answer } of requests) answer.reject(error);
    }
    // A batch that came no further answers nobody.
    this.#readOnIfAllWait();
  }

  /** Undefined at the end of the log. */
  async #batchAfter(place: Position, leaveOut: Types): Promise<LogBatch | undefined> {
    const reading = this.#reading;
    if (reading?.through !== place || !reading.leaveOut.isSubsetOf(leaveOut)) await this.#endReading();
    const { batches, ...how } = (this.#reading ??= this.#readingFrom(place, leaveOut));
    this.#decode.forget();
    const next = await batches.next();
    this.#reading = next.done ? undefined : { ...how, batches, through: next.value.through };
    return next.done ? undefined : next.value;
  }

  #readingFrom(after: Position, leaveOut: Types): Reading {
    const batches = this.#log.readLog({ after, batchSize: EVENTS_PER_READ, leaveOut });
    return { batches: batches[Symbol.asyncIterator](), through: after, leaveOut };
  }

  async #endReading(): Promise<void> {
    const reading = this.#reading;
    this.#reading = undefined;
    // It is ended early where a build failed, or begins again: how it ends matters to nobody.
    await reading?.batches.return?.().catch(() => undefined);
  }
}

/** What a batch holds after a place in it. How much of it was left out after that is not known. */
function beyond(place: Position, { events, through }: LogBatch): LogBatch {
  return { events: events.filter(({ position }) => isAfter(position, place)), through };
}
