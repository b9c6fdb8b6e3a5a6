import type { EventStore, KeyStore, LeaseStore, ReadModelStore, WorkStore } from '#kernel';
import type { Configuration } from '#platform';
import { lockDirectory, openEmbeddedStores } from '#store-embedded';
import { openClusteredStores } from './clustered-stores.ts';

/** The open stores of one installation, whichever adapters they are. */
export interface Stores {
  readonly eventStore: EventStore;
  readonly readModels: ReadModelStore;
  readonly work: WorkStore;
  readonly keys: KeyStore;
  /** Present where several processes share the stores. */
  readonly leases?: LeaseStore;
  close(): Promise<void>;
}

/**
 * Opens the stores that the configuration names.
 * @throws SystemError STORE_UNAVAILABLE when one cannot be reached or opened
 */
export async function openStores(configuration: Configuration): Promise<Stores> {
  const { cluster, dataDirectory } = configuration;
  return cluster ? openClusteredStores(cluster, dataDirectory) : openDirectory(dataDirectory);
}

/**
 * Opens the stores of a data directory as its only server.
 * @throws SystemError STORE_UNAVAILABLE when another process holds the directory, or a file cannot be opened
 */
export function openDirectory(directory: string): Stores {
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
