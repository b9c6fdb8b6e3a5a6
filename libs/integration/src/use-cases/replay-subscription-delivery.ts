import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { toTimestamp } from '#kernel/domain';
import { parseInstant } from '#italy';
import { defineCommandOn, IsInstant } from '#use-cases';
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

/** Has events sent once more, with the ids of before. */
export class ReplaySubscriptionDelivery extends OnSubscription {
  /** The first number that is sent again. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly from?: number;

  /** Instead of a number: from the first event that was recorded then or later. */
  @IsOptional()
  @IsInstant()
  readonly since?: string;
}

export const replaySubscriptionDelivery = defineCommandOn(subscription)({
  input: ReplaySubscriptionDelivery,
  summary: 'Sends once more what was delivered from a number or a time on, under the same webhook ids.',
  example: { from: 1 },
  id: subscriptionId,
  by: ITS_OWNER,
  in: ['OPEN'],
  needs: { owner: ownerStanding },
  refuses: [
    deliveryRefusals.ENDPOINT_MISSING,
    deliveryRefusals.ENDPOINT_UNPROVEN,
    deliveryRefusals.REPLAY_PLACE_MISSING,
    subscriptionOfAnother,
    ...standingRefusals,
  ],
  decide: ({ from, since }, state, { owner }) => {
    requireStanding(owner, ReplaySubscriptionDelivery);
    requireProven(state);
    const instant = since === undefined ? undefined : parseInstant(since);
    const places = [
      ...(from === undefined ? [] : [{ from }]),
      ...(instant === undefined ? [] : [{ since: toTimestamp(instant) }]),
    ];
    const [place, another] = places;
    if (!place || another) throw deliveryRefusals.REPLAY_PLACE_MISSING();
    return [{ type: 'SubscriptionDeliveryReplayed', data: { subscriptionId: state.id, ...place } }];
  },
});
