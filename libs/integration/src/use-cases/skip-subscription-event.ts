import { IsInt, Max, Min } from 'class-validator';
import { defineCommandOn, IsText, ofIntegration } from '#use-cases';
import type { Absent } from '#kernel/domain';
import { deliveryRefusals } from '../domain/delivery-refusals.ts';
import { subscription, type Subscription } from '../domain/subscription.ts';
import { requireProven } from './on-delivery.ts';
import { OnSubscription, ownerStanding, requireStanding, standingRefusals, subscriptionId } from './on-subscription.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';

/** Leaves out an event that its receiver refuses. */
export class SkipSubscriptionEvent extends OnSubscription {
  /** Of the event. */
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly number!: number;

  /** Why. No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

/** Most events that one subscription leaves out. */
const MOST_SKIPPED = 1_000;

export const skipSubscriptionEvent = defineCommandOn(subscription)({
  input: SkipSubscriptionEvent,
  example: { number: 12 },
  summary: 'Leaves out an event that fails, so that those about the same thing go on; receipts name it.',
  id: subscriptionId,
  // Whoever lacks it must know that: nobody skips it for them.
  by: [
    ofIntegration((state: Subscription | Absent) => {
      return state.status === 'ABSENT' ? undefined : state.integrationId;
    }, subscriptionOfAnother),
  ],
  in: ['OPEN'],
  needs: { owner: ownerStanding },
  refuses: [
    deliveryRefusals.ENDPOINT_MISSING,
    deliveryRefusals.ENDPOINT_UNPROVEN,
    deliveryRefusals.EVENT_NOT_HELD,
    deliveryRefusals.EVENT_ALREADY_SKIPPED,
    deliveryRefusals.TOO_MANY_SKIPPED,
    subscriptionOfAnother,
    ...standingRefusals,
  ],
  prepare: async ({ subscriptionId: id, number, reason }, { webhooks }) => {
    const { held } = await webhooks.progress(id);
    return { number, reason, isHeld: held.some((one) => one.number === number) };
  },
  decide: ({ number, reason, isHeld }, state, { owner }) => {
    requireStanding(owner, SkipSubscriptionEvent);
    const { skipped } = requireProven(state);
    if (skipped.includes(number)) throw deliveryRefusals.EVENT_ALREADY_SKIPPED();
    if (!isHeld) throw deliveryRefusals.EVENT_NOT_HELD();
    if (skipped.length >= MOST_SKIPPED) throw deliveryRefusals.TOO_MANY_SKIPPED({ most: MOST_SKIPPED });
    return [{ type: 'SubscriptionEventSkipped', data: { subscriptionId: state.id, number, reason } }];
  },
});
