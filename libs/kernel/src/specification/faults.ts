import { SystemError } from '../errors.ts';
import type { EventStore, LogBatch, StoredEvent } from '../ports/event-store.ts';

/**
 * A store of which some methods are replaced, to inject faults into a real one. The replacements usually call the real
 * store, before or instead of failing.
 */
export function intercept<Store extends object>(store: Store, replaced: Partial<Store>): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(name in replaced ? replaced : target, name);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
}

/** Some properties of an event as it will be read, in place of those that stand in the log. */
export type Misreading = Partial<StoredEvent> | undefined;

/** A log of which some events read differently than they were written. */
export function misread(log: EventStore, misreading: (event: StoredEvent) => Misreading): EventStore {
  const change = (event: StoredEvent): StoredEvent => {
    const { eventId, type, stream, revision, position, recordedAt, data, metadata } = event;
    const changes = misreading(event);
    return changes ? { eventId, type, stream, revision, position, recordedAt, data, metadata, ...changes } : event;
  };
  async function* changed(batches: AsyncIterable<LogBatch>): AsyncGenerator<LogBatch> {
    for await (const batch of batches) yield { ...batch, events: batch.events.map(change) };
  }
  return intercept<EventStore>(log, {
    readStream: async (...from) => (await log.readStream(...from)).map(change),
    // What would be left out may read as something else.
    readLog: ({ leaveOut: _types, ...options }) => changed(log.readLog(options)),
    subscribe: (options) => changed(log.subscribe(options)),
  });
}

/** A log that is read in batches of at most so many events. */
export function inBatchesOf(size: number, log: EventStore): EventStore {
  return intercept<EventStore>(log, {
    readLog: (options) => log.readLog({ ...options, batchSize: size }),
    subscribe: (options) => log.subscribe({ ...options, batchSize: size }),
  });
}

/** What a store throws that cannot answer now. */
export function unavailable(): SystemError {
  return new SystemError('STORE_UNAVAILABLE', 'the store is down');
}

/** What a store throws that does not know whether it has written. */
export function outcomeUnknown(): SystemError {
  return new SystemError('OUTCOME_UNKNOWN', 'the connection was lost while writing');
}

/** Lets parties meet: each `arrive` waits until all have arrived. */
export class Gate {
  readonly #open = Promise.withResolvers<undefined>();
  readonly #reached = Promise.withResolvers<undefined>();

  /** Waits at the gate until it is opened. */
  async pass(): Promise<void> {
    this.#reached.resolve(undefined);
    await this.#open.promise;
  }

  /** Resolves when somebody stands at the gate. */
  async reached(): Promise<void> {
    await this.#reached.promise;
  }

  open(): void {
    this.#open.resolve(undefined);
  }
}

/** Lets everything else have its turn: stores in memory never do. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits until a condition holds, turn by turn of the event loop; the test's own time limit ends a wait in vain. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await turn();
}

/** What a promise is rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was not rejected');
}
