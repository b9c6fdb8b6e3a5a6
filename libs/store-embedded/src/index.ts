export { EmbeddedEventStore, type EventStoreOptions } from './events/embedded-event-store.ts';
