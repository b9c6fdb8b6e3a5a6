import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, oneOf, Text, Timestamp } from '#vocabulary';

/** Why deliveries end without anybody's wish. */
export const STOP_REASONS = ['ENDPOINT_GONE', 'FAILED_TOO_LONG'] as const;

/** Which of an endpoint's keys: they are made of it, and stand in no event. */
const Keys = Type.Integer({ minimum: 1 });

/** Its events are to be sent there, once the endpoint is proven. */
export const SubscriptionEndpointSet = defineEvent({
  type: 'SubscriptionEndpointSet',
  schema: Type.Object({ subscriptionId: Id, url: Text, keys: Keys }),
});

/** It has answered the challenge. */
export const SubscriptionEndpointProven = defineEvent({
  type: 'SubscriptionEndpointProven',
  schema: Type.Object({ subscriptionId: Id }),
});

export const SubscriptionKeysRotated = defineEvent({
  type: 'SubscriptionKeysRotated',
  schema: Type.Object({
    subscriptionId: Id,
    keys: Keys,
    /** Until then the keys of before sign, too. */
    formerUntil: Timestamp,
  }),
});

/** The secret halves of these keys were shown to whoever brought this about; they never are again. */
export const SubscriptionSecretsShown = defineEvent({
  type: 'SubscriptionSecretsShown',
  schema: Type.Object({ subscriptionId: Id, keys: Keys }),
});

export const SubscriptionDeliveryPaused = defineEvent({
  type: 'SubscriptionDeliveryPaused',
  schema: Type.Object({ subscriptionId: Id, reason: Text }),
});

/** Nothing is sent any more until its owner wishes it. */
export const SubscriptionDeliveryStopped = defineEvent({
  type: 'SubscriptionDeliveryStopped',
  schema: Type.Object({ subscriptionId: Id, why: oneOf(STOP_REASONS) }),
});

/** It goes on where it ended, and what failed is tried at once. */
export const SubscriptionDeliveryResumed = defineEvent({
  type: 'SubscriptionDeliveryResumed',
  schema: Type.Object({ subscriptionId: Id }),
});

/** Everything from a number or a time on is sent once more, under the ids of before. */
export const SubscriptionDeliveryReplayed = defineEvent({
  type: 'SubscriptionDeliveryReplayed',
  schema: Type.Object({
    subscriptionId: Id,
    from: Type.Optional(Type.Integer({ minimum: 1 })),
    since: Type.Optional(Timestamp),
  }),
});

/** One that its receiver refuses is left out; receipts name it. */
export const SubscriptionEventSkipped = defineEvent({
  type: 'SubscriptionEventSkipped',
  schema: Type.Object({
    subscriptionId: Id,
    number: Type.Integer({ minimum: 1 }),
    /** In which the number counts; that of the time when absent, as earlier versions have written it. */
    book: Type.Optional(Text),
    reason: Text,
  }),
});

export const deliveryEvents = [
  SubscriptionEndpointSet,
  SubscriptionEndpointProven,
  SubscriptionKeysRotated,
  SubscriptionSecretsShown,
  SubscriptionDeliveryPaused,
  SubscriptionDeliveryStopped,
  SubscriptionDeliveryResumed,
  SubscriptionDeliveryReplayed,
  SubscriptionEventSkipped,
] as const;
export type DeliveryEvent = EventsOf<typeof deliveryEvents>;
