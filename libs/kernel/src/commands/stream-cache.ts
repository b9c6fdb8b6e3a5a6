import { LRUCache } from 'lru-cache';
import type { DomainEvent } from '../events/domain-event.ts';
import { isSystemError } from '../errors.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore, StoredEvent } from '../ports/event-store.ts';
import type { StreamName } from '../stream-name.ts';
import type { Aggregate } from './aggregate.ts';
import { emptyStream, extend, refuseGaps, type LoadedStream } from './loaded-stream.ts';

/** Streams folded in memory, the least used ones forgotten. A stream has one user at a time: callers queue. */
export class StreamCache {
  readonly #store: EventStore;
  readonly #registry: EventRegistry;
  readonly #streams: LRUCache<StreamName, LoadedStream<unknown>>;

  /** @param capacity most streams kept */
  constructor(store: EventStore, registry: EventRegistry, capacity: number) {
    this.#store = store;
    this.#registry = registry;
    this.#streams = new LRUCache({ max: capacity });
  }

  /**
   * The stream as the log has it now: what is known of it, and its tail.
   * @throws SystemError LOG_CHANGED when the log does not have what is known; STREAM_DELETED when it is no longer whole
   */
  async load<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    stream: StreamName,
  ): Promise<LoadedStream<State>> {
    const known = this.#streams.get(stream) as LoadedStream<State> | undefined;
    const loaded = known ?? emptyStream(aggregate.initialState());
    const tail = await this.#tailOf(stream, loaded);
    try {
      // One at a time: of a long tail that is decoded first, all that it consists of would be in memory at once.
      for (const event of tail) extend(aggregate, loaded, this.#registry.decodeToFold<Event>(event));
    } catch (error) {
      // It may have changed the state halfway.
      this.forget(stream);
      throw error;
    }
    this.#streams.set(stream, loaded);
    return loaded;
  }

  async #tailOf(stream: StreamName, { revision, last }: LoadedStream<unknown>): Promise<readonly StoredEvent[]> {
    const from = revision + 1;
    try {
      const tail = await this.#store.readStream(stream, from, last);
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

  clear(): void {
    this.#streams.clear();
  }
}
