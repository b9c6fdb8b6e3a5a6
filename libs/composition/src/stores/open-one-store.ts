import { join } from 'node:path';
import { START } from '#kernel/domain';
import {
  textOf,
  type CheckedPlace,
  type EventStore,
  type KeyStore,
  type LogTree,
  type ReadModelStore,
} from '#kernel/ports';
import type { ClusterConfiguration, Configuration } from '#platform';
import {
  EmbeddedKeyStore,
  lockDirectory,
  lostStores,
  openEmbeddedStores,
  storeLost,
  STORE_FILES,
} from '#store-embedded';
import type { MongoStores } from '#store-mongodb';
import { openLogOfCluster } from './clustered-stores.ts';
import { hasEvents, refuseLostKeys } from './lost-stores.ts';

/** A store of an installation that was opened without the others: those may be away. */
export interface OneStore<Store> {
  readonly store: Store;
  close(): Promise<void>;
}

/**
 * Opens the log for a program that only reads.
 * @throws SystemError STORE_UNAVAILABLE
 */
export async function openLogToRead({ cluster, dataDirectory }: Configuration): Promise<OneStore<EventStore>> {
  if (cluster) {
    const log = await openLogOfCluster(cluster);
    return { store: log, close: () => log.close() };
  }
  const files = openEmbeddedStores(dataDirectory, { readOnly: true });
  return { store: files.eventStore, close: () => files.close() };
}

/** A log that is to be checked from end to end. */
export interface CheckableLog {
  readonly log: EventStore;
  /** The tree that it keeps, if it keeps one. */
  readonly tree: LogTree | undefined;
  /** All that stands in it now, for `checkLog`. */
  readonly places: () => AsyncIterable<CheckedPlace>;
}

/**
 * Opens the log for a program that checks it.
 * @throws SystemError STORE_UNAVAILABLE
 */
export async function openLogToCheck({ cluster, dataDirectory }: Configuration): Promise<OneStore<CheckableLog>> {
  if (cluster) {
    const log = await openLogOfCluster(cluster);
    return { store: { log, tree: undefined, places: () => placesOf(log) }, close: () => log.close() };
  }
  const files = openEmbeddedStores(dataDirectory, { readOnly: true });
  const { eventStore: log } = files;
  return { store: { log, tree: log.tree, places: () => log.tree.places() }, close: () => files.close() };
}

async function* placesOf(log: EventStore): AsyncGenerator<CheckedPlace> {
  for await (const { events } of log.readLog({ after: START, until: await log.head() })) {
    for (const event of events) yield { position: event.position, event: textOf(event) };
  }
}

/**
 * Opens the read models for a program that only reads.
 * @throws SystemError STORE_UNAVAILABLE
 */
export async function openReadModelsToRead({
  cluster,
  dataDirectory,
}: Configuration): Promise<OneStore<ReadModelStore>> {
  const mongo = await openMongo(cluster);
  if (mongo) return { store: mongo.readModels, close: () => mongo.close() };
  const files = openEmbeddedStores(dataDirectory, { readOnly: true });
  return { store: files.readModels, close: () => files.close() };
}

/** How keys that are a file are opened; a database server is open to everybody. */
export interface KeysAccess {
  /** Only to be read: another process may have them. */
  readonly readOnly: boolean;
  /** Written in short transactions beside the process that has the directory, if one has: it reads them again. */
  readonly beside?: boolean;
}

/** Milliseconds that a command waits for a transaction of the server that it writes beside. */
const PATIENT_MS = 5_000;

/**
 * Opens the keys. Where they are a file that is written alone, the directory is locked.
 * @throws SystemError STORE_UNAVAILABLE; STORE_LOST where there are none, though the log has events
 */
export async function openKeys(
  configuration: Configuration,
  { readOnly, beside = false }: KeysAccess,
): Promise<OneStore<KeyStore>> {
  const { cluster, dataDirectory } = configuration;
  const mongo = await openMongo(cluster);
  if (mongo) return whole(configuration, { store: mongo.keys, close: () => mongo.close() });
  const lock = readOnly || beside ? undefined : lockDirectory(dataDirectory);
  try {
    if (!readOnly && lostStores(dataDirectory).includes('keys')) throw storeLost(dataDirectory, 'keys');
    const store = new EmbeddedKeyStore(join(dataDirectory, STORE_FILES.keys), {
      readOnly,
      ...(beside ? { beside, busyTimeout: PATIENT_MS } : {}),
    });
    const close = async (): Promise<void> => {
      await store.close();
      lock?.release();
    };
    return await whole(configuration, { store, close });
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** Keys that are opened without the log are asked for what a start asks: nobody makes new ones in the place of lost ones. */
async function whole(configuration: Configuration, opened: OneStore<KeyStore>): Promise<OneStore<KeyStore>> {
  try {
    await refuseLostKeys(opened.store, configuration, async () => {
      const log = await openLogToRead(configuration);
      return hasEvents(log.store).finally(() => log.close());
    });
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/**
 * The stores in MongoDB, where it keeps any.
 * @throws SystemError STORE_UNAVAILABLE
 */
export async function openMongo(cluster: ClusterConfiguration | undefined): Promise<MongoStores | undefined> {
  if (cluster?.mongoDb === undefined) return undefined;
  const { mongoDb: url, installation, mongoDbWriteConcern: writeConcern, mongoDbReadConcern: readConcern } = cluster;
  const { openMongoStores } = await import('#store-mongodb');
  return openMongoStores({ url, installation, writeConcern, readConcern });
}
