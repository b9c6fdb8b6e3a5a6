import {
  MemoryAccessLog,
  MemoryIdempotencyStore,
  MemoryEventStore,
  MemoryKeyStore,
  MemoryLeaseStore,
  MemoryReadModelStore,
  MemoryWorkStore,
} from '#store-memory';
import { describeAccessLog } from './access-log.ts';
import { describeIdempotencyStore } from './idempotency-store.ts';
import { describeEventStoreAlone } from './event-store.alone.ts';
import { describeEventStore } from './event-store.ts';
import { describeAppendingTogether } from './event-store.together.ts';
import type { StoreHarness } from './harness.ts';
import { describeKeyStore } from './key-store.ts';
import { describeLargestAgenda } from './largest-agenda.ts';
import { describeLeaseStore } from './lease-store.ts';
import { describeReadModelStore } from './read-model-store.ts';
import { describeWorkStore } from './work-store.ts';

describeEventStore('MemoryEventStore', async () => ofOne(new MemoryEventStore()));
describeEventStoreAlone('MemoryEventStore', async () => ofOne(new MemoryEventStore()));
describeAppendingTogether('MemoryEventStore', async () => ofOne(new MemoryEventStore({ transactions: true })));
describeReadModelStore('MemoryReadModelStore', async () => ofOne(new MemoryReadModelStore()));
describeWorkStore('MemoryWorkStore', async () => ofOne(new MemoryWorkStore()));
describeLargestAgenda('MemoryWorkStore', async () => ofOne(new MemoryWorkStore()));
describeAccessLog('MemoryAccessLog', async () => ofOne(new MemoryAccessLog()));
describeKeyStore('MemoryKeyStore', async () => ofOne(new MemoryKeyStore()));
describeIdempotencyStore('MemoryIdempotencyStore', async () => ofOne(new MemoryIdempotencyStore()));
describeLeaseStore('MemoryLeaseStore', async (monotonic) => {
  const sharedWith = new MemoryLeaseStore({ monotonic });
  return { open: async () => new MemoryLeaseStore({ monotonic, sharedWith }), close: () => sharedWith.close() };
});

/** A harness of a store that has one handle, and nothing left after it. */
function ofOne<Store extends { close(): Promise<void> }>(store: Store): StoreHarness<Store> {
  return { open: async () => store, close: () => store.close() };
}
