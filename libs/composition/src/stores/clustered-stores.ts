import { basename, join } from 'node:path';
import type { IdempotencyStore } from '#kernel/ports';
import type { ClusterConfiguration, LogHealth, ServerContact, StoreServer } from '#platform';
import {
  EmbeddedAccessLog,
  EmbeddedIdempotencyStore,
  EmbeddedKeyStore,
  EmbeddedReadModelStore,
  EmbeddedWorkStore,
  isOlderLost,
  lockDirectory,
  lostStores,
  makePrivateDirectory,
  storeLost,
  STORE_FILES,
} from '#store-embedded';
import type {
  EventStoreDbEventStore,
  EventStoreDbHealth,
  PersistentSubscriptions,
  Timeouts,
} from '#store-eventstoredb';
import { hasEvents } from './lost-stores.ts';
import type { Stores } from './stores.ts';

// The clients of the servers are loaded when there are servers: the embedded mode starts without them.

/** A leader that was frozen may answer from the past for a moment, until it knows that another leads. */
const SECOND_LOOK_AFTER_MS = 1_000;

/** What stands beside the log: the stores, and the idempotency records that the log cannot write with its events. */
type BesideTheLog = Omit<Stores, 'eventStore'> & { readonly idempotency: IdempotencyStore };

export interface ClusteredStoresOptions {
  /** The log and files of the data directory are only read: another process may have them. */
  readonly readOnly?: boolean;
  /** How long calls to the log may take, where that is not the usual. */
  readonly timeouts?: Partial<Timeouts>;
}

/**
 * Opens the log in EventStoreDB, and beside it MongoDB, or files of the data directory where none is named.
 * @throws SystemError STORE_UNAVAILABLE, saying what to do, when one cannot be reached or opened
 */
export async function openClusteredStores(
  cluster: ClusterConfiguration,
  directory: string,
  options: ClusteredStoresOptions = {},
): Promise<Stores> {
  const beside =
    cluster.mongoDb === undefined
      ? await openFiles(cluster, directory, options)
      : await openMongo(cluster, cluster.mongoDb);
  const { idempotency, servers = [], ...stores } = beside;
  try {
    const { openEventStoreDb } = await import('#store-eventstoredb');
    const eventStore = await openEventStoreDb({
      connectionString: cluster.eventStoreDb,
      prefix: cluster.installation,
      idempotency,
      readOnly: options.readOnly ?? false,
      ...(options.timeouts ? { timeouts: options.timeouts } : {}),
    });
    const close = async (): Promise<void> => {
      await eventStore.close();
      await stores.close();
    };
    const logHealth = async (): Promise<LogHealth> => logHealthOf(await eventStore.health());
    const forgetRecords = (before: number): Promise<number> => idempotency.forget(before);
    const onLogLost = (lost: () => void): void => {
      eventStore.onHealthChange(({ state }) => {
        if (state === 'disconnected') lost();
      });
    };
    const stated = [logServerOf(eventStore), ...servers];
    return {
      ...stores,
      ...{
        eventStore,
        forgetRecords,
        logHealth,
        servers: stated,
        onLogLost,
        secondLookAfter: SECOND_LOOK_AFTER_MS,
        close,
      },
    };
  } catch (error) {
    await stores.close();
    throw error;
  }
}

/**
 * Opens the subscriptions that the log keeps, and nothing beside the log.
 * @throws SystemError STORE_UNAVAILABLE, saying what to do, when it cannot be reached
 */
export async function openSubscriptions(
  cluster: ClusterConfiguration,
): Promise<{ readonly subscriptions: PersistentSubscriptions; close(): Promise<void> }> {
  const eventStore = await openLogOfCluster(cluster);
  return { subscriptions: eventStore.persistentSubscriptions, close: () => eventStore.close() };
}

/**
 * Opens the log to be read, and nothing beside it.
 * @throws SystemError STORE_UNAVAILABLE, saying what to do, when it cannot be reached
 */
export async function openLogOfCluster({
  eventStoreDb: connectionString,
  installation: prefix,
}: ClusterConfiguration): Promise<EventStoreDbEventStore> {
  const { openEventStoreDb } = await import('#store-eventstoredb');
  return openEventStoreDb({ connectionString, prefix, idempotency: NO_IDEMPOTENCY_RECORDS, readOnly: true });
}

/** For whoever appends nothing. */
const NO_IDEMPOTENCY_RECORDS: IdempotencyStore = {
  make: () => Promise.reject(new TypeError('this log was opened without a store of records')),
  find: async () => undefined,
  forget: async () => 0,
  close: async () => undefined,
};

function logServerOf(eventStore: EventStoreDbEventStore): StoreServer {
  return {
    name: `EventStoreDB at ${eventStore.server}`,
    watch: (listener) => {
      listener(logContactOf(eventStore.knownHealth));
      return eventStore.onHealthChange((health) => listener(logContactOf(health)));
    },
  };
}

/** The server may answer calls while it refuses what goes on for ever: subscriptions count as well. */
function logContactOf({ state, disconnectedSince, server, subscriptions }: EventStoreDbHealth): ServerContact {
  const { since, lastAnswer, error } = server;
  if (state !== 'disconnected') return { answers: true, since };
  return {
    answers: false,
    since: disconnectedSince ?? since,
    lastAnswer,
    error: error ?? subscriptions.find((one) => one.state === 'disconnected')?.error,
  };
}

/** For everyone: no addresses, no words of the server. */
function logHealthOf({ state, disconnectedSince, subscriptions }: EventStoreDbHealth): LogHealth {
  return {
    state,
    lag: Math.max(0, ...subscriptions.map(({ lag }) => lag)),
    ...(disconnectedSince === undefined ? {} : { disconnectedSince }),
  };
}

async function openMongo(cluster: ClusterConfiguration, url: string): Promise<BesideTheLog> {
  const { installation, mongoDbWriteConcern: writeConcern, mongoDbReadConcern: readConcern } = cluster;
  const { openMongoStores } = await import('#store-mongodb');
  const stores = await openMongoStores({ url, installation, writeConcern, readConcern });
  const { readModels, work, accessLog, keys, leases, idempotency } = stores;
  const holdsWork = (): Promise<boolean> => stores.heldWork.any();
  const mongo: StoreServer = { name: `MongoDB at ${stores.server}`, watch: (listener) => stores.watch(listener) };
  return {
    readModels,
    work,
    accessLog,
    keys,
    leases,
    idempotency,
    holdsWork,
    servers: [mongo],
    close: () => stores.close(),
  };
}

async function openFiles(
  cluster: ClusterConfiguration,
  directory: string,
  { readOnly = false }: ClusteredStoresOptions,
): Promise<BesideTheLog> {
  if (!readOnly) makePrivateDirectory(directory);
  const opened: { close(): Promise<void> }[] = [];
  const keep = <Store extends { close(): Promise<void> }>(store: Store): Store => {
    opened.push(store);
    return store;
  };
  const lock = readOnly ? undefined : lockDirectory(directory);
  const close = async (): Promise<void> => {
    for (const store of opened.splice(0).reverse()) await store.close();
    lock?.release();
  };
  const file = (store: keyof typeof STORE_FILES): string => join(directory, STORE_FILES[store]);
  const damaged = new Set<string>();
  const how = { readOnly, onDamaged: (path: string): void => void damaged.add(basename(path)) };
  try {
    if (!readOnly) await refuseLostFiles(cluster, directory);
    return {
      readModels: keep(new EmbeddedReadModelStore(file('readModels'), how)),
      work: keep(new EmbeddedWorkStore(file('work'), how)),
      accessLog: keep(new EmbeddedAccessLog(file('work'), how)),
      keys: keep(new EmbeddedKeyStore(file('keys'), how)),
      idempotency: keep(new EmbeddedIdempotencyStore(file('idempotency'), { readOnly })),
      damagedFiles: () => [...damaged],
      close,
    };
  } catch (error) {
    void close();
    throw error;
  }
}

/**
 * Before anything is made in the place of what is lost: of files that are not there, the log tells whether they ever were.
 * @throws SystemError STORE_LOST
 */
async function refuseLostFiles(cluster: ClusterConfiguration, directory: string): Promise<void> {
  const lost = lostStores(directory);
  const [first] = lost;
  if (first === undefined) return;
  if (isOlderLost(lost)) throw storeLost(directory, first);
  const log = await openLogOfCluster(cluster);
  try {
    if (await hasEvents(log)) throw storeLost(directory, first);
  } finally {
    await log.close();
  }
}
