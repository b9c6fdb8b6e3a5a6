import { EventStoreDbEventStore, type EventStoreDbOptions } from './event-store-db-event-store.ts';

/**
 * Opens the log in EventStoreDB, and gives it an identity when it has none.
 * @throws SystemError STORE_UNAVAILABLE, saying what to do, when the connection string cannot be used, no server
 *   answers, or it refuses the user
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStoreDbEventStore> {
  const store = new EventStoreDbEventStore(options);
  try {
    await store.reach();
    await store.logId();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
