export type { Timeouts } from './connection/timeouts.ts';
export { EventStoreDbEventStore, type EventStoreDbOptions } from './event-store-db-event-store.ts';
export type { EventStoreDbHealth } from './health.ts';
export { openEventStoreDb } from './open-event-store-db.ts';
export {
  PersistentSubscriptions,
  type PersistentSubscriptionInfo,
  type PersistentSubscriptionSettings,
} from './persistent/persistent-subscriptions.ts';
export type { SubscriptionHealth, SubscriptionState } from './subscriptions/subscription-status.ts';
