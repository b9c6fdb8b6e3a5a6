import { isSystemError } from '#kernel/domain';
import {
  openEventStoreDb,
  type EventStoreDbEventStore,
  type EventStoreDbOptions,
  type Timeouts,
} from '#store-eventstoredb';
import { MemoryIdempotencyStore } from '#store-memory';
import { freshPrefix } from '../eventstoredb/server-under-test.ts';
import { startTestEventStoreDb, type TestEventStoreDb, type TestEventStoreDbOptions } from '../eventstoredb/server.ts';

/** Short, so that what is given up is given up soon; long enough for a busy machine. */
export const TIMEOUTS: Timeouts = { call: 500, persist: 10_000, idle: 200 };

/** Of a store that gives up soon, though not before a server that runs has answered on a machine with other work. */
export const IMPATIENT = { call: 500, persist: 3_000 } as const;

/** A test server, and stores on it as processes would have them. */
export interface Stage {
  readonly server: TestEventStoreDb;
  readonly store: EventStoreDbEventStore;
  readonly idempotency: MemoryIdempotencyStore;
  /** Name of the installation. */
  readonly prefix: string;
  /** Another process's store; of another installation when it is named. */
  open(
    timeouts?: Partial<Timeouts>,
    installation?: string,
    more?: { readOnly: boolean },
  ): Promise<EventStoreDbEventStore>;
  close(): Promise<void>;
}

export async function setStage(options: TestEventStoreDbOptions = {}): Promise<Stage> {
  const server = await startTestEventStoreDb(options);
  const prefix = freshPrefix();
  const idempotency = new MemoryIdempotencyStore();
  const stores: EventStoreDbEventStore[] = [];
  const open: Stage['open'] = async (given = {}, installation = prefix, more = { readOnly: false }) => {
    const { connectionString } = server;
    const timeouts = { ...TIMEOUTS, ...given };
    const store = await openAtLast({ connectionString, prefix: installation, idempotency, timeouts, ...more });
    stores.push(store);
    return store;
  };
  const close = async (): Promise<void> => {
    server.thaw();
    for (const store of stores) await store.close();
    await server.stop();
  };
  const store = await open();
  return { server, store, idempotency, prefix, open, close };
}

/**
 * Opens a store on a server that runs. Opening asks once, by design; on a machine with other work, and with the first call of
 * a process, the answer may take longer than the stores of these specifications wait for one.
 */
export async function openAtLast(options: EventStoreDbOptions, attempts = 20): Promise<EventStoreDbEventStore> {
  try {
    return await openEventStoreDb(options);
  } catch (error) {
    if (attempts === 1 || !isSystemError(error, 'STORE_UNAVAILABLE')) throw error;
    return openAtLast(options, attempts - 1);
  }
}
