import type { EventStore, KeyStore, LeaseStore, ReadModelStore, WorkStore } from '#kernel';
import type { LogHealth, StoreServer } from '#platform';

/** The open stores of one installation, whichever adapters they are. */
export interface Stores {
  readonly eventStore: EventStore;
  readonly readModels: ReadModelStore;
  readonly work: WorkStore;
  readonly keys: KeyStore;
  /** Present where several processes share the stores. */
  readonly leases?: LeaseStore;
  /** How the log stands, where it is behind a network. */
  readonly logHealth?: () => Promise<LogHealth>;
  /** The servers that the stores are on; absent where they are files. */
  readonly servers?: readonly StoreServer[];
  close(): Promise<void>;
}
