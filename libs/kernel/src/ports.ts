/* What a store has to be: each port has one conformance suite in test/conformance. */
export * from './log/known-event.ts';
export * from './ports/access-log.ts';
export * from './ports/event-store.ts';
export * from './ports/idempotency-store.ts';
export * from './ports/key-store.ts';
export * from './ports/lease-store.ts';
export * from './ports/log-tree.ts';
export * from './ports/read-model-store.ts';
export * from './ports/secret-box.ts';
export * from './ports/work-store.ts';
export * from './log-tree/check-log.ts';
export * from './log-tree/log-entry.ts';
export * from './log-tree/log-head.ts';
export * from './log-tree/merkle-tree.ts';
export * from './log-tree/proofs.ts';
