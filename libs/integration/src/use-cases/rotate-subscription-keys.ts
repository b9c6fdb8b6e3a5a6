import { IsInt, Max, Min } from 'class-validator';
import { toTimestamp } from '#kernel/domain';
import { defineCommandOn } from '#use-cases';
import { MOST_FORMER_KEYS, stillSigning } from '../domain/delivery.ts';
import { deliveryRefusals } from '../domain/delivery-refusals.ts';
import { subscription } from '../domain/subscription.ts';
import { requireEndpoint } from './on-delivery.ts';
import {
  ITS_OWNER,
  OnSubscription,
  ownerStanding,
  requireStanding,
  standingRefusals,
  subscriptionId,
} from './on-subscription.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';

const HOUR = 3_600_000;

/** Makes new keys for an endpoint. */
export class RotateSubscriptionKeys extends OnSubscription {
  /** Hours for which the keys that are replaced sign as well, 0 to 168; with 0, none of those of before does any more. */
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
  needs: { owner: ownerStanding },
  refuses: [
    deliveryRefusals.ENDPOINT_MISSING,
    deliveryRefusals.TOO_MANY_KEYS,
    subscriptionOfAnother,
    ...standingRefusals,
  ],
  decide: ({ overlap }, state, { now, owner }) => {
    requireStanding(owner, RotateSubscriptionKeys);
    const { former, keys: replaced } = requireEndpoint(state);
    const keys = replaced + 1;
    if (overlap > 0 && stillSigning(former, now).length >= MOST_FORMER_KEYS) {
      throw deliveryRefusals.TOO_MANY_KEYS({ most: MOST_FORMER_KEYS });
    }
    const formerUntil = toTimestamp(now + overlap * HOUR);
    return [{ type: 'SubscriptionKeysRotated', data: { subscriptionId: state.id, keys, formerUntil } }];
  },
});
