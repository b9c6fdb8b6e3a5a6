import { IsIn, IsInt } from 'class-validator';
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

  /** Of what its owner wished: of an earlier turn nothing is stopped any more. */
  @IsInt()
  readonly turn!: number;
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
  decide: ({ why, turn }, state) => {
    const delivery = requireProven(state);
    if (delivery.status !== 'ACTIVE' || delivery.turn !== turn) throw deliveryRefusals.DELIVERY_NOT_ACTIVE();
    return [{ type: 'SubscriptionDeliveryStopped', data: { subscriptionId: state.id, why } }];
  },
});
