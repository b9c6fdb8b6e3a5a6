export { MemoryEventStore } from './memory-event-store.ts';
export { MemoryReadModelStore } from './memory-read-model-store.ts';
