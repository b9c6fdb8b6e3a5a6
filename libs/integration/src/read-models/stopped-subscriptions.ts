import { romeDateAt } from '#italy';
import { arrives, defineInboxKind, leaves, notes } from '#use-cases';
import {
  SubscriptionDeliveryResumed,
  SubscriptionDeliveryStopped,
  SubscriptionEndpointSet,
} from '../domain/delivery-events.ts';
import { SubscriptionClosed, SubscriptionOpened } from '../domain/subscription-events.ts';

/** Subscriptions to which nothing is sent any more, until their owner goes on: the centre sees whom nobody could tell, too. */
export const stoppedSubscriptions = defineInboxKind({
  kind: 'STOPPED_SUBSCRIPTION',
  version: 1,
  on: [
    notes(SubscriptionOpened, ({ name }) => ({ label: name })),
    arrives(SubscriptionDeliveryStopped, (_data, { recordedAt }) => ({ since: romeDateAt(recordedAt) })),
    leaves(SubscriptionDeliveryResumed),
    leaves(SubscriptionEndpointSet),
    leaves(SubscriptionClosed),
  ],
});
