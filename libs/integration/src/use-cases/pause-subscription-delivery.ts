import { defineCommandOn, IsText } from '#use-cases';
import { deliveryRefusals } from '../domain/delivery-refusals.ts';
import { subscription } from '../domain/subscription.ts';
import { requireProven } from './on-delivery.ts';
import {
  ITS_OWNER,
  OnSubscription,
  ownerStanding,
  requireStanding,
  standingRefusals,
  subscriptionId,
} from './on-subscription.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';

/** Lets nothing be sent for a while; numbers go on. */
export class PauseSubscriptionDelivery extends OnSubscription {
  /** Why. No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

export const pauseSubscriptionDelivery = defineCommandOn(subscription)({
  input: PauseSubscriptionDelivery,
  summary: 'Pauses deliveries; numbers go on, and what they lack is sent once they are resumed.',
  id: subscriptionId,
  by: ITS_OWNER,
  in: ['OPEN'],
  needs: { owner: ownerStanding },
  refuses: [
    deliveryRefusals.ENDPOINT_MISSING,
    deliveryRefusals.ENDPOINT_UNPROVEN,
    deliveryRefusals.DELIVERY_NOT_ACTIVE,
    subscriptionOfAnother,
    ...standingRefusals,
  ],
  decide: ({ reason }, state, { owner }) => {
    requireStanding(owner, PauseSubscriptionDelivery);
    if (requireProven(state).status !== 'ACTIVE') throw deliveryRefusals.DELIVERY_NOT_ACTIVE();
    return [{ type: 'SubscriptionDeliveryPaused', data: { subscriptionId: state.id, reason } }];
  },
});
