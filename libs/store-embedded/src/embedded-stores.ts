import { basename, join } from 'node:path';
import { START } from '#kernel/domain';
import { Checkpoints } from './checkpoints/checkpoints.ts';
import { Database } from './database.ts';
import { EmbeddedEventStore, type EventStoreOptions } from './events/embedded-event-store.ts';
import { EmbeddedKeyStore } from './keys/embedded-key-store.ts';
import { isLogGone, isOlderLost, logGone, lostStores, storeLost } from './lost-files.ts';
import { makePrivateDirectory } from './private-files.ts';
import { EmbeddedReadModelStore } from './read-models/embedded-read-model-store.ts';
import { STORE_FILES } from './store-files.ts';
import { walOf } from './wal/wal-file.ts';
import { writeWalAgain } from './wal/wal-written-again.ts';
import { EmbeddedAccessLog } from './work/embedded-access-log.ts';
import { EmbeddedLeaseStore, type LeaseStoreOptions } from './work/embedded-lease-store.ts';
import { EmbeddedWorkStore } from './work/embedded-work-store.ts';

export type EmbeddedStoresOptions = EventStoreOptions &
  LeaseStoreOptions & {
    /** Told when what is not needed to go on has failed; the process, on standard error, when absent. */
    readonly warn?: ((text: string) => void) | undefined;
  };

/** Those of which somebody is told once their WAL is synced. */
const SYNCED = ['events', 'work', 'keys'] as const;

/** The stores of one data directory. */
export interface EmbeddedStores {
  readonly directory: string;
  readonly eventStore: EmbeddedEventStore;
  readonly readModels: EmbeddedReadModelStore;
  readonly work: EmbeddedWorkStore;
  readonly accessLog: EmbeddedAccessLog;
  readonly keys: EmbeddedKeyStore;
  readonly leases: EmbeddedLeaseStore;
  /** Names of those files that turned out to be damaged since they were opened. */
  damagedFiles(): readonly string[];
  /** Closes what is open. */
  close(): Promise<void>;
}

/**
 * Opens the stores of a data directory. To write, a process locks the directory first (`lockDirectory`), and the files
 * are made when they are not there. To read, each file is opened when its store is first asked for, so that a copy of
 * the log alone can be read.
 * @throws SystemError STORE_UNAVAILABLE when a file cannot be opened, or is of a later version; STORE_LOST when the log has
 *   events and keys.db or work.db is not there, or the log is not
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
  const damaged = new Set<string>();
  const onDamaged = (path: string): void => void damaged.add(basename(path));
  const checkpoints = options.readOnly ? undefined : new Checkpoints(leaveWalOf, options.warn);
  const shared = { readOnly: options.readOnly, busyTimeout: options.busyTimeout, onDamaged, checkpoints };
  const eventStore = once(() => new EmbeddedEventStore(file('events'), { ...options, ...shared }));
  const readModels = once(() => new EmbeddedReadModelStore(file('readModels'), shared));
  const work = once(() => new EmbeddedWorkStore(file('work'), shared));
  const accessLog = once(() => new EmbeddedAccessLog(file('work'), shared));
  const keys = once(() => new EmbeddedKeyStore(file('keys'), shared));
  const leases = once(() => new EmbeddedLeaseStore(file('work'), { ...options, ...shared }));
  const close = async (): Promise<void> => {
    await checkpoints?.end();
    for (const store of opened.splice(0).reverse()) await store.close();
  };
  if (!options.readOnly) {
    try {
      for (const store of SYNCED) writeWalAgain(file(store));
      refuseLost(directory, eventStore);
      for (const open of [eventStore, readModels, work, accessLog, keys, leases]) open();
      checkpoints?.start([file('events'), file('readModels'), file('work')]);
    } catch (error) {
      // Not one after the other: each is closed by the time the caller, who is told, gives up the directory.
      for (const store of opened.splice(0).reverse()) void store.close();
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
    damagedFiles: () => [...damaged],
    close,
  };
}

function leaveWalOf(file: string): void {
  Database.leaveWal(walOf(file));
}

/** Before anything is made in the place of what is lost. */
function refuseLost(directory: string, openLog: () => EmbeddedEventStore): void {
  if (isLogGone(directory)) throw logGone(directory);
  const lost = lostStores(directory);
  const [first] = lost;
  if (first === undefined) return;
  if (isOlderLost(lost) || openLog().end !== START) throw storeLost(directory, first);
}
