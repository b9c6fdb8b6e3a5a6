import type { EventStore, KeyStore, ReadModelStore, WorkStore } from '#kernel';
import { lockDirectory, openEmbeddedStores } from '#store-embedded';

/** The open stores of one installation, whichever adapters they are. */
export interface Stores {
  readonly eventStore: EventStore;
  readonly readModels: ReadModelStore;
  readonly work: WorkStore;
  readonly keys: KeyStore;
  close(): Promise<void>;
}

/**
 * Opens the stores of a data directory as its only server.
 * @throws SystemError STORE_UNAVAILABLE when another process holds the directory, or a file cannot be opened
 */
export function openStores(directory: string): Stores {
  const lock = lockDirectory(directory);
  try {
    const stores = openEmbeddedStores(directory);
    const { eventStore, readModels, work, keys } = stores;
    const close = async (): Promise<void> => {
      await stores.close();
      lock.release();
    };
    return { eventStore, readModels, work, keys, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}
