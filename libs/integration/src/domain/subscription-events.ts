import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, ProvinceCode, RegionCode, Text, Word } from '#vocabulary';
import { deliveryEvents } from './delivery-events.ts';

/** Most subscriptions that one integration opens, in all its life: their books are kept. */
export const MOST_SUBSCRIPTIONS = 200;

/** What of all that its integration may read a subscription is for. */
export const SubscriptionFilter = Type.Object({
  /** Names of published types; all when absent. */
  types: Type.Optional(Type.Array(Word, { minItems: 1 })),
  region: Type.Optional(RegionCode),
  province: Type.Optional(ProvinceCode),
  /** Id of the hosting body. */
  host: Type.Optional(Id),
});
export type SubscriptionFilter = Readonly<Static<typeof SubscriptionFilter>>;

/** From here on its events are numbered. */
export const SubscriptionOpened = defineEvent({
  type: 'SubscriptionOpened',
  schema: Type.Object({
    subscriptionId: Id,
    integrationId: Id,
    /** Which one of those of its integration it is. */
    serial: Type.Integer({ minimum: 1, maximum: MOST_SUBSCRIPTIONS }),
    name: Text,
    filter: SubscriptionFilter,
  }),
});

export const SubscriptionFilterChanged = defineEvent({
  type: 'SubscriptionFilterChanged',
  schema: Type.Object({ subscriptionId: Id, integrationId: Id, filter: SubscriptionFilter }),
});

/** Nothing more is numbered; what was stays to be read. */
export const SubscriptionClosed = defineEvent({
  type: 'SubscriptionClosed',
  schema: Type.Object({ subscriptionId: Id, integrationId: Id, reason: Text }),
});

export const subscriptionEvents = [
  SubscriptionOpened,
  SubscriptionFilterChanged,
  SubscriptionClosed,
  ...deliveryEvents,
] as const;
export type SubscriptionEvent = EventsOf<typeof subscriptionEvents>;
