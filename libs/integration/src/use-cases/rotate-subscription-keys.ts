import { IsInt, Max, Min } from 'class-validator';
import { toTimestamp } from '#kernel/domain';
import { defineCommandOn } from '#use-cases';
import { deliveryRefusals } from '../domain/delivery-refusals.ts';
import { subscription } from '../domain/subscription.ts';
import { requireEndpoint } from './on-delivery.ts';
import { ITS_OWNER, OnSubscription, subscriptionId } from './on-subscription.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';

const HOUR = 3_600_000;

/** Makes new keys for an endpoint. */
export class RotateSubscriptionKeys extends OnSubscription {
  /** Hours for which the keys of before sign as well, 0 to 168. */
  @IsInt()
  @Min(0)
  @Max(168)
  readonly overlap!: number;
}

export const rotateSubscriptionKeys = defineCommandOn(subscription)({
  input: RotateSubscriptionKeys,
  summary: 'Makes new keys; for a time those of before sign as well.',
  example: { overlap: 24 },
  id: subscriptionId,
  by: ITS_OWNER,
  in: ['OPEN'],
  refuses: [deliveryRefusals.ENDPOINT_MISSING, subscriptionOfAnother],
  decide: ({ overlap }, state, { now }) => {
    const keys = requireEndpoint(state).keys + 1;
    const formerUntil = toTimestamp(now + overlap * HOUR);
    return [{ type: 'SubscriptionKeysRotated', data: { subscriptionId: state.id, keys, formerUntil } }];
  },
});
