import { join } from 'node:path';
import { EmbeddedEventStore, type EventStoreOptions } from './events/embedded-event-store.ts';
import { EmbeddedKeyStore } from './keys/embedded-key-store.ts';
import { makePrivateDirectory } from './private-files.ts';
import { EmbeddedReadModelStore } from './read-models/embedded-read-model-store.ts';
import { EmbeddedAccessLog } from './work/embedded-access-log.ts';
import { EmbeddedLeaseStore, type LeaseStoreOptions } from './work/embedded-lease-store.ts';
import { EmbeddedWorkStore } from './work/embedded-work-store.ts';

export type EmbeddedStoresOptions = EventStoreOptions & LeaseStoreOptions;

/** The stores of one data directory. */
export interface EmbeddedStores {
  readonly directory: string;
  readonly eventStore: EmbeddedEventStore;
  readonly readModels: EmbeddedReadModelStore;
  readonly work: EmbeddedWorkStore;
  readonly accessLog: EmbeddedAccessLog;
  readonly keys: EmbeddedKeyStore;
  readonly leases: EmbeddedLeaseStore;
  /** Closes what is open. */
  close(): Promise<void>;
}

/** Names of the files of a data directory. */
export const STORE_FILES = {
  events: 'events.db',
  readModels: 'read-models.db',
  work: 'work.db',
  keys: 'keys.db',
  /** Idempotency records, only where the log is elsewhere: events.db has those of its events. The name is from before. */
  idempotency: 'claims.db',
} as const;

/**
 * Opens the stores of a data directory. To write, a process locks the directory first (`lockDirectory`), and the files
 * are made when they are not there. To read, each file is opened when its store is first asked for, so that a copy of
 * the log alone can be read; the process needs write access to the directory all the same, as SQLite keeps the state of
 * the WAL in a file there.
 * @throws SystemError STORE_UNAVAILABLE when a file cannot be opened, or is of a later version
 */
export function openEmbeddedStores(directory: string, options: EmbeddedStoresOptions = {}): EmbeddedStores {
  if (!options.readOnly) makePrivateDirectory(directory);
  const opened: { close(): Promise<void> }[] = [];
  const once = <Store extends { close(): Promise<void> }>(open: () => Store): (() => Store) => {
    let store: Store | undefined;
    return () => {
      if (!store) opened.push((store = open()));
      return store;
    };
  };
  const file = (store: Exclude<keyof typeof STORE_FILES, 'idempotency'>): string => join(directory, STORE_FILES[store]);
  const { readOnly, busyTimeout } = options;
  const eventStore = once(() => new EmbeddedEventStore(file('events'), options));
  const readModels = once(() => new EmbeddedReadModelStore(file('readModels'), { readOnly, busyTimeout }));
  const work = once(() => new EmbeddedWorkStore(file('work'), { readOnly, busyTimeout }));
  const accessLog = once(() => new EmbeddedAccessLog(file('work'), { readOnly, busyTimeout }));
  const keys = once(() => new EmbeddedKeyStore(file('keys'), { readOnly, busyTimeout }));
  const leases = once(() => new EmbeddedLeaseStore(file('work'), options));
  const close = async (): Promise<void> => {
    for (const store of opened.splice(0).reverse()) await store.close();
  };
  if (!readOnly) {
    try {
      for (const open of [eventStore, readModels, work, accessLog, keys, leases]) open();
    } catch (error) {
      void close();
      throw error;
    }
  }
  return {
    directory,
    get eventStore() {
      return eventStore();
    },
    get readModels() {
      return readModels();
    },
    get work() {
      return work();
    },
    get accessLog() {
      return accessLog();
    },
    get keys() {
      return keys();
    },
    get leases() {
      return leases();
    },
    close,
  };
}
