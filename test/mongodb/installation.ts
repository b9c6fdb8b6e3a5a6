import { openMongoStores, type MongoStores } from '#store-mongodb';
import { dropInstallation, freshInstallation, REACHED_WITHIN_MS } from './mongo-harness.ts';
import { rawDatabases, type RawDatabases } from './raw-database.ts';

/** An installation of its own on a server, for one test. */
export interface Installation {
  /** Its databases past the adapters. */
  readonly raw: RawDatabases;
  /** Opens its stores as one more process. */
  open(): Promise<MongoStores>;
  /** Closes every handle and removes the databases. */
  close(): Promise<void>;
}

export function installationOn(url: string): Installation {
  const installation = freshInstallation();
  const raw = rawDatabases(url, installation);
  const handles: MongoStores[] = [];
  return {
    raw,
    open: async () => {
      const stores = await openMongoStores({ url, installation, serverSelectionTimeout: REACHED_WITHIN_MS });
      handles.push(stores);
      return stores;
    },
    close: async () => {
      await Promise.all([raw.close(), ...handles.map((handle) => handle.close())]);
      await dropInstallation(url, installation);
    },
  };
}
