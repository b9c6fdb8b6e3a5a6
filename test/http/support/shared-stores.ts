import type { Stores } from '#composition';
import {
  MemoryAccessLog,
  MemoryEventStore,
  MemoryKeyStore,
  MemoryLeaseStore,
  MemoryReadModelStore,
  MemoryWorkStore,
} from '#store-memory';

/** How several processes over {@link SharedStores} are started. */
export const CLUSTERED = {
  RETE_PUNTI_MODE: 'clustered',
  // Never reached: the stores are given, and shared as servers would share them.
  RETE_PUNTI_EVENTSTOREDB: 'esdb://127.0.0.1:1',
  RETE_PUNTI_MONGODB: 'mongodb://127.0.0.1:1',
  RETE_PUNTI_LEASE_SECONDS: '1',
};

/** Stores that outlive the processes which use them. */
export class SharedStores {
  readonly #leases = new MemoryLeaseStore();
  readonly #shared = {
    eventStore: new MemoryEventStore(),
    readModels: new MemoryReadModelStore(),
    work: new MemoryWorkStore(),
    accessLog: new MemoryAccessLog(),
    keys: new MemoryKeyStore(),
  };

  /** As one process opens them. */
  open(): Stores {
    return {
      ...this.#shared,
      leases: new MemoryLeaseStore({ sharedWith: this.#leases }),
      close: async () => undefined,
    };
  }
}
