export { EmbeddedClaimStore, type ClaimStoreOptions } from './claims/embedded-claim-store.ts';
export { lockDirectory, type DirectoryLock } from './directory-lock.ts';
export { openEmbeddedStores, STORE_FILES, type EmbeddedStores, type EmbeddedStoresOptions } from './embedded-stores.ts';
export { EmbeddedEventStore, type EventStoreOptions } from './events/embedded-event-store.ts';
export { EmbeddedKeyStore, type KeyStoreOptions } from './keys/embedded-key-store.ts';
export { EmbeddedReadModelStore, type ReadModelStoreOptions } from './read-models/embedded-read-model-store.ts';
export { EmbeddedLeaseStore, type LeaseStoreOptions } from './work/embedded-lease-store.ts';
export { EmbeddedWorkStore } from './work/embedded-work-store.ts';
export type { WorkFileOptions } from './work/work-schema.ts';
