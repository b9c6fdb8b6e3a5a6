export { MemoryAccessLog } from './memory-access-log.ts';
export { MemoryIdempotencyStore } from './memory-idempotency-store.ts';
export { MemoryEventStore } from './memory-event-store.ts';
export { MemoryKeyStore } from './memory-key-store.ts';
export { MemoryLeaseStore } from './memory-lease-store.ts';
export { MemoryReadModelStore } from './memory-read-model-store.ts';
export { MemoryWorkStore } from './memory-work-store.ts';
