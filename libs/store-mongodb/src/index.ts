export { MongoIdempotencyStore } from './idempotency/mongo-idempotency-store.ts';
export { openMongoStores, type MongoDatabases, type MongoStores, type MongoStoresOptions } from './mongo-stores.ts';
export type { MongoContact } from './connection/contact.ts';
export type { MongoServerOptions } from './connection/mongo-server.ts';
export { MongoKeyStore } from './keys/mongo-key-store.ts';
export { MongoReadModelStore, type ReadModelStoreOptions } from './read-models/mongo-read-model-store.ts';
export { MongoAccessLog } from './work/mongo-access-log.ts';
export { MongoLeaseStore, type LeaseStoreOptions } from './work/mongo-lease-store.ts';
export { MongoWorkStore } from './work/mongo-work-store.ts';
