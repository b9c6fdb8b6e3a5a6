import { MongoIdempotencyStore } from './idempotency/mongo-idempotency-store.ts';
import type { MongoContact } from './connection/contact.ts';
import { MongoServer, type Concerns, type MongoServerOptions } from './connection/mongo-server.ts';
import { MongoKeyStore } from './keys/mongo-key-store.ts';
import { MongoReadModelStore, type ReadModelStoreOptions } from './read-models/mongo-read-model-store.ts';
import { HeldWork } from './work/held-work.ts';
import { MongoAccessLog } from './work/mongo-access-log.ts';
import { MongoLeaseStore, type LeaseStoreOptions } from './work/mongo-lease-store.ts';
import { MongoWorkStore } from './work/mongo-work-store.ts';

/** Databases of an installation. Each is backed up, restored and entrusted to people apart from the others. */
export interface MongoDatabases {
  /** Deleting it loses nothing. */
  readonly readModels: string;
  /** Work, the access log, leases and idempotency records: to be backed up. */
  readonly work: string;
  /** Keys of subjects: its backups must not lie with those of the log. */
  readonly keys: string;
}

/** The concerns are those of the read models: work, idempotency records and keys are always written to a majority. */
export interface MongoStoresOptions extends MongoServerOptions, Concerns, LeaseStoreOptions, ReadModelStoreOptions {
  /** Goes before the names of the databases, so that several installations can share a server. Default `rete-punti`. */
  readonly installation?: string | undefined;
  /** Names of databases where those made from the installation's do not fit. */
  readonly databases?: Partial<MongoDatabases> | undefined;
}

/** The stores of an installation, over one pool of connections. */
export interface MongoStores {
  readonly databases: MongoDatabases;
  /** Hosts of the server, for messages. */
  readonly server: string;
  readonly readModels: MongoReadModelStore;
  readonly work: MongoWorkStore;
  readonly accessLog: MongoAccessLog;
  readonly keys: MongoKeyStore;
  readonly leases: MongoLeaseStore;
  readonly idempotency: MongoIdempotencyStore;
  readonly heldWork: HeldWork;
  /** @throws SystemError STORE_UNAVAILABLE when the server cannot be used now */
  ping(): Promise<void>;
  /**
   * Tells how the server is found, now and whenever that changes.
   * @returns what ends it
   */
  watch(listener: (contact: MongoContact) => void): () => void;
  close(): Promise<void>;
}

/**
 * Connects to MongoDB, opens the stores and compares their indexes with those they need.
 * @throws SystemError STORE_UNAVAILABLE, saying what to do, when the connection string is none, no server answers in
 *   time, it refuses the credentials, or a unique index is not there
 */
export async function openMongoStores(options: MongoStoresOptions): Promise<MongoStores> {
  const { installation = 'rete-punti' } = options;
  const databases = {
    readModels: `${installation}-read-models`,
    work: `${installation}-work`,
    keys: `${installation}-keys`,
    ...options.databases,
  };
  const server = await MongoServer.connect(options);
  const work = server.database(databases.work);
  try {
    return {
      databases,
      server: server.name,
      readModels: await MongoReadModelStore.open(server, server.database(databases.readModels, options), options),
      work: await MongoWorkStore.open(server, work),
      accessLog: await MongoAccessLog.open(server, work),
      keys: await MongoKeyStore.open(server, server.database(databases.keys)),
      leases: await MongoLeaseStore.open(server, work, options),
      idempotency: await MongoIdempotencyStore.open(server, work),
      heldWork: new HeldWork(server, work),
      ping: () => server.ping(),
      watch: (listener) => server.contact.watch(listener),
      close: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
