import type { EventStore, KeyStore, LeaseStore, ReadModelStore, WorkStore } from '#kernel';
import type { LogHealth } from '#platform';
import type { PersistentSubscriptions } from '#store-eventstoredb';

/** The open stores of one installation, whichever adapters they are. */
export interface Stores {
  readonly eventStore: EventStore;
  readonly readModels: ReadModelStore;
  readonly work: WorkStore;
  readonly keys: KeyStore;
  /** Present where several processes share the stores. */
  readonly leases?: LeaseStore;
  /** Subscriptions that the log keeps for consumers outside, where it does. */
  readonly subscriptions?: PersistentSubscriptions;
  /** How the log stands, where it is behind a network. */
  readonly logHealth?: () => Promise<LogHealth>;
  close(): Promise<void>;
}
