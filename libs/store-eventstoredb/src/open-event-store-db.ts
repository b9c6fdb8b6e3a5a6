import { EventStoreDbEventStore, type EventStoreDbOptions } from './event-store-db-event-store.ts';

/**
 * Opens the log in EventStoreDB, and gives it an identity when it has none. Opened to be read it need not be there yet:
 * its identity is then missed by whoever asks for it.
 * @throws SystemError STORE_UNAVAILABLE, saying what to do, when the connection string cannot be used, no server
 *   answers, or it refuses the user
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStoreDbEventStore> {
  const store = new EventStoreDbEventStore(options);
  try {
    await store.reach();
    if (!options.readOnly) await store.logId();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
