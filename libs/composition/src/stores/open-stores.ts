import { Logger } from '@nestjs/common';
import type { Configuration } from '#platform';
import { lockDirectory, openEmbeddedStores, refuseGoneLog } from '#store-embedded';
import { openClusteredStores } from './clustered-stores.ts';
import type { Stores } from './stores.ts';

/**
 * Opens the stores that the configuration names.
 * @throws SystemError STORE_UNAVAILABLE when one cannot be reached or opened
 */
export async function openStores({ cluster, dataDirectory }: Configuration): Promise<Stores> {
  return cluster ? openClusteredStores(cluster, dataDirectory) : openDirectory(dataDirectory);
}

/**
 * Opens the stores for a program that writes nothing, whatever servers and workers run meanwhile.
 * @throws SystemError STORE_UNAVAILABLE when one cannot be reached or opened
 */
export async function openStoresToRead({ cluster, dataDirectory }: Configuration): Promise<Stores> {
  return cluster
    ? openClusteredStores(cluster, dataDirectory, { readOnly: true })
    : openEmbeddedStores(dataDirectory, { readOnly: true });
}

/**
 * Opens the stores of a data directory as its only server.
 * @throws SystemError STORE_UNAVAILABLE when another process holds the directory, or a file cannot be opened; STORE_LOST
 *   when a file is lost that nothing makes again
 */
export function openDirectory(directory: string): Stores {
  refuseGoneLog(directory);
  const lock = lockDirectory(directory);
  try {
    const logger = new Logger('Stores');
    const stores = openEmbeddedStores(directory, {
      warn: (text) => {
        logger.warn(text);
      },
    });
    const { eventStore, readModels, work, accessLog, keys } = stores;
    const damagedFiles = (): readonly string[] => stores.damagedFiles();
    const close = async (): Promise<void> => {
      await stores.close();
      lock.release();
    };
    const forgetRecords = (before: number): Promise<number> => eventStore.forgetIdempotencyRecords(before);
    return { eventStore, tree: eventStore.tree, forgetRecords, readModels, work, accessLog, keys, damagedFiles, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}
