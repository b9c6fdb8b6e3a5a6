import { MemoryEventStore } from '#store-memory';
import { describeEventStore } from './event-store.ts';

describeEventStore('MemoryEventStore', async () => {
  const store = new MemoryEventStore();
  return { open: async () => store, close: () => store.close() };
});
