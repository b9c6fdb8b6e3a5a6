import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import { describeEventStore } from './event-store.ts';
import type { StoreHarness } from './harness.ts';
import { describeReadModelStore } from './read-model-store.ts';

describeEventStore('MemoryEventStore', async () => ofOne(new MemoryEventStore()));
describeReadModelStore('MemoryReadModelStore', async () => ofOne(new MemoryReadModelStore()));

/** A harness of a store that has one handle, and nothing left after it. */
function ofOne<Store extends { close(): Promise<void> }>(store: Store): StoreHarness<Store> {
  return { open: async () => store, close: () => store.close() };
}
