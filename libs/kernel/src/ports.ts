/* What a store has to be: each port has one conformance suite in test/conformance. */
export * from './log/known-event.ts';
export * from './ports/access-log.ts';
export * from './ports/event-store.ts';
export * from './ports/idempotency-store.ts';
export * from './ports/key-store.ts';
export * from './ports/lease-store.ts';
export * from './ports/read-model-store.ts';
export * from './ports/secret-box.ts';
export * from './ports/work-store.ts';
