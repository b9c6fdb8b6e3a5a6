export { EmbeddedEventStore, type EventStoreOptions } from './events/embedded-event-store.ts';
export { EmbeddedReadModelStore, type ReadModelStoreOptions } from './read-models/embedded-read-model-store.ts';
