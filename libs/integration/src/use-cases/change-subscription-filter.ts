import { isDeepStrictEqual } from 'node:util';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsRequiredObject } from '#use-cases';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';
import { subscription } from '../domain/subscription.ts';
import {
  ITS_OWNER,
  OnSubscription,
  ownerStanding,
  requireStanding,
  standingRefusals,
  subscriptionId,
} from './on-subscription.ts';
import { typeRefusals } from './scope-input.ts';
import { requireFilterOf, SubscriptionFilterInput } from './subscription-filter-input.ts';

/** Lets a subscription be for more, less or something else from here on. */
export class ChangeSubscriptionFilter extends OnSubscription {
  /** All that it is for from here on. */
  @IsRequiredObject(() => SubscriptionFilterInput)
  readonly filter!: SubscriptionFilterInput;
}

const alreadySo = defineRefusal(
  'SUBSCRIPTION_FILTER_ALREADY_SO',
  'That is what the subscription is for already: leave it as it is.',
  'already-so',
);

/** Declares the command over the types that are published. */
export function changeSubscriptionFilter(known: ReadonlySet<string>) {
  return defineCommandOn(subscription)({
    input: ChangeSubscriptionFilter,
    summary: 'Changes what a subscription is for, from its place in the log on; no number that was given changes.',
    example: { filter: { region: '12' } },
    id: subscriptionId,
    by: ITS_OWNER,
    in: ['OPEN'],
    needs: { owner: ownerStanding },
    refuses: [typeRefusals, alreadySo, subscriptionOfAnother, ...standingRefusals],
    decide: ({ filter: wanted }, { id, integrationId, filter: before }, { owner }) => {
      requireStanding(owner, ChangeSubscriptionFilter);
      const filter = requireFilterOf(wanted, known);
      if (isDeepStrictEqual(filter, before)) throw alreadySo();
      return [{ type: 'SubscriptionFilterChanged', data: { subscriptionId: id, integrationId, filter } }];
    },
  });
}
