import { defineCommandOn } from '#use-cases';
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

/** Lets deliveries go on where they ended. */
export class ResumeSubscriptionDelivery extends OnSubscription {}

export const resumeSubscriptionDelivery = defineCommandOn(subscription)({
  input: ResumeSubscriptionDelivery,
  summary: 'Resumes deliveries that were paused or stopped, where they ended; what failed is tried at once.',
  id: subscriptionId,
  by: ITS_OWNER,
  in: ['OPEN'],
  needs: { owner: ownerStanding },
  refuses: [
    deliveryRefusals.ENDPOINT_MISSING,
    deliveryRefusals.ENDPOINT_UNPROVEN,
    deliveryRefusals.DELIVERY_ALREADY_ACTIVE,
    subscriptionOfAnother,
    ...standingRefusals,
  ],
  decide: (_input, state, { owner }) => {
    requireStanding(owner, ResumeSubscriptionDelivery);
    if (requireProven(state).status === 'ACTIVE') throw deliveryRefusals.DELIVERY_ALREADY_ACTIVE();
    return [{ type: 'SubscriptionDeliveryResumed', data: { subscriptionId: state.id } }];
  },
});
