import type { AccessLog, EventStore, KeyStore, LeaseStore, LogTree, ReadModelStore, WorkStore } from '#kernel/ports';
import type { LogHealth, StoreServer } from '#platform';

/** The open stores of one installation, whichever adapters they are. */
export interface Stores {
  readonly eventStore: EventStore;
  /** Forgets idempotency records made before a time (milliseconds since the epoch), and tells how many. */
  readonly forgetRecords?: (before: number) => Promise<number>;
  /** Where the log keeps a tree over its events. */
  readonly tree?: LogTree;
  readonly readModels: ReadModelStore;
  readonly work: WorkStore;
  readonly accessLog: AccessLog;
  readonly keys: KeyStore;
  /** Present where several processes share the stores. */
  readonly leases?: LeaseStore;
  /** Where it is behind a network: milliseconds after which a log that seems to be another is looked at once more. */
  readonly secondLookAfter?: number;
  /** Where it is behind a network: calls whenever the log is lost sight of. */
  readonly onLogLost?: (lost: () => void) => void;
  /** How the log stands, where it is behind a network. */
  readonly logHealth?: () => Promise<LogHealth>;
  /** Where no file tells it by being there: whether anything of work was ever written. */
  readonly holdsWork?: () => Promise<boolean>;
  /** Where they are files: names of those that turned out to be damaged since they were opened. */
  readonly damagedFiles?: () => readonly string[];
  /** The servers that the stores are on; absent where they are files. */
  readonly servers?: readonly StoreServer[];
  close(): Promise<void>;
}
