import { IsIn } from 'class-validator';
import { defineCommandOn } from '#use-cases';
import { STOP_REASONS } from '../domain/delivery-events.ts';
import { deliveryRefusals } from '../domain/delivery-refusals.ts';
import { subscription } from '../domain/subscription.ts';
import { requireProven } from './on-delivery.ts';
import { OnSubscription, subscriptionId } from './on-subscription.ts';

/** Ends deliveries whose endpoint wants nothing more, or has failed too long. */
export class StopSubscriptionDelivery extends OnSubscription {
  @IsIn(STOP_REASONS)
  readonly why!: (typeof STOP_REASONS)[number];
}

export const stopSubscriptionDelivery = defineCommandOn(subscription)({
  input: StopSubscriptionDelivery,
  summary: 'Stops deliveries that the endpoint wants no more, or that have failed for three days.',
  id: subscriptionId,
  by: [],
  in: ['OPEN'],
  refuses: [
    deliveryRefusals.ENDPOINT_MISSING,
    deliveryRefusals.ENDPOINT_UNPROVEN,
    deliveryRefusals.DELIVERY_NOT_ACTIVE,
  ],
  decide: ({ why }, state) => {
    if (requireProven(state).status !== 'ACTIVE') throw deliveryRefusals.DELIVERY_NOT_ACTIVE();
    return [{ type: 'SubscriptionDeliveryStopped', data: { subscriptionId: state.id, why } }];
  },
});
