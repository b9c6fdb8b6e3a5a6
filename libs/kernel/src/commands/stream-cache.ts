import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { DomainEvent } from '../events/domain-event.ts';
import { isSystemError } from '../errors.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore, StoredEvent } from '../ports/event-store.ts';
import type { StreamName } from '../stream-name.ts';
import type { Aggregate } from './aggregate.ts';
import { emptyStream, extend, NEVER, refuseGaps, type LoadedStream } from './loaded-stream.ts';

interface Parts {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly clock: Clock;
  /** Most streams kept. */
  readonly capacity: number;
  /** Told of a stream that was known and has more events: others have written there. */
  readonly onEventsOfOthers?: (stream: StreamName) => void;
}

/** So long after the log was asked, in milliseconds, a stream is taken to be what is known of it. */
const KNOWN_FOR_MS = 2_000;

/** Of a long stream no more than this many events are in memory at a time, with all that they consist of. */
const EVENTS_PER_READ = 1_000;

/** Streams folded in memory, the least used ones forgotten. A stream has one user at a time: callers queue. */
export class StreamCache {
  readonly #store: EventStore;
  readonly #registry: EventRegistry;
  readonly #clock: Clock;
  readonly #onEventsOfOthers: Parts['onEventsOfOthers'];
  readonly #streams: LRUCache<StreamName, LoadedStream<unknown>>;

  constructor({ store, registry, clock, capacity, onEventsOfOthers }: Parts) {
    this.#store = store;
    this.#registry = registry;
    this.#clock = clock;
    this.#onEventsOfOthers = onEventsOfOthers;
    this.#streams = new LRUCache({ max: capacity });
  }

  /** The stream as it is known, if the log was asked for it just now: it may have more of it by now. */
  known<State>(stream: StreamName): LoadedStream<State> | undefined {
    const known = this.#find<State>(stream);
    return known && Math.abs(this.#clock.now() - known.askedAt) < KNOWN_FOR_MS ? known : undefined;
  }

  /** The log was asked for this stream elsewhere, and what it has is this. */
  sawOnLog(stream: StreamName, { revision, last, askedAt }: LoadedStream<unknown>): void {
    const known = this.#find(stream);
    // What was written since is known to be there.
    if (!known || known.revision > revision) return;
    known.askedAt = known.revision === revision && known.last?.eventId === last?.eventId ? askedAt : NEVER;
  }

  /** A stream that is taken to be new, without asking the log; undefined where something is known of it. */
  begin<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    stream: StreamName,
  ): LoadedStream<State> | undefined {
    if (this.#streams.has(stream)) return undefined;
    const empty = emptyStream(aggregate.initialState());
    empty.askedAt = this.#clock.now();
    this.#streams.set(stream, empty);
    return empty;
  }

  /**
   * The stream as the log has it now: what is known of it, and its tail.
   * @throws SystemError LOG_CHANGED when the log does not have what is known; STREAM_DELETED when it is no longer whole
   */
  async load<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    stream: StreamName,
  ): Promise<LoadedStream<State>> {
    const known = this.#find<State>(stream);
    const askedAt = this.#clock.now();
    const loaded = known ?? emptyStream(aggregate.initialState());
    const from = loaded.revision;
    for (let isMore = true; isMore;) {
      const tail = await this.#tailOf(stream, loaded);
      this.#foldIn(aggregate, stream, loaded, tail);
      isMore = tail.length >= EVENTS_PER_READ;
    }
    if (known && loaded.revision > from) this.#onEventsOfOthers?.(stream);
    loaded.askedAt = askedAt;
    this.#streams.set(stream, loaded);
    return loaded;
  }

  #foldIn<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    stream: StreamName,
    loaded: LoadedStream<State>,
    tail: readonly StoredEvent[],
  ): void {
    try {
      for (const event of tail) extend(aggregate, loaded, this.#registry.decodeToFold<Event>(event));
    } catch (error) {
      // It may have changed the state halfway.
      this.forget(stream);
      throw error;
    }
  }

  #find<State>(stream: StreamName): LoadedStream<State> | undefined {
    return this.#streams.get(stream) as LoadedStream<State> | undefined;
  }

  async #tailOf(stream: StreamName, { revision, last }: LoadedStream<unknown>): Promise<readonly StoredEvent[]> {
    const from = revision + 1;
    try {
      const tail = await this.#store.readStream(stream, from, last, EVENTS_PER_READ);
      refuseGaps(stream, tail, from);
      return tail;
    } catch (error) {
      // Whether it is whole again is to be seen from its start.
      if (isSystemError(error, 'STREAM_DELETED')) this.forget(stream);
      throw error;
    }
  }

  /** Drops a stream whose state may differ from the log. */
  forget(stream: StreamName): void {
    this.#streams.delete(stream);
  }
}
