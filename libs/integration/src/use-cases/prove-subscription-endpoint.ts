import { endpointRefusals } from '#webhooks';
import { defineCommandOn } from '#use-cases';
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

/** Has the endpoint answer a challenge. */
export class ProveSubscriptionEndpoint extends OnSubscription {}

/** The challenge is sent before anything is decided; who dies in between sends another, which harms nobody. */
export const proveSubscriptionEndpoint = defineCommandOn(subscription)({
  input: ProveSubscriptionEndpoint,
  summary: 'Sends the endpoint a challenge, which it has to repeat; deliveries begin once it has.',
  id: subscriptionId,
  by: ITS_OWNER,
  in: ['OPEN'],
  needs: { owner: ownerStanding },
  refuses: [
    deliveryRefusals.ENDPOINT_MISSING,
    deliveryRefusals.ENDPOINT_ALREADY_PROVEN,
    deliveryRefusals.ENDPOINT_NOT_PROVEN,
    // Of one that was set under other rules.
    endpointRefusals,
    subscriptionOfAnother,
    ...standingRefusals,
  ],
  check: (_input, state, { owner }) => {
    requireStanding(owner, ProveSubscriptionEndpoint);
    if (requireEndpoint(state).status !== 'UNPROVEN') throw deliveryRefusals.ENDPOINT_ALREADY_PROVEN();
  },
  prepare: async ({ subscriptionId: id }, { webhooks, look }) => {
    const to = await look(subscription, id, (state) => {
      return state.status === 'ABSENT' || !state.delivery
        ? undefined
        : { url: state.delivery.url, keys: [state.delivery.keys] };
    });
    const outcome = to && (await webhooks.challenge({ subscriptionId: id, ...to }));
    return {
      url: to?.url,
      isProven: outcome?.isProven ?? false,
      outcome: outcome?.failure ?? outcome?.status ?? 'none',
    };
  },
  decide: ({ url, isProven, outcome }, state, { owner }) => {
    requireStanding(owner, ProveSubscriptionEndpoint);
    const delivery = requireEndpoint(state);
    if (delivery.status !== 'UNPROVEN') throw deliveryRefusals.ENDPOINT_ALREADY_PROVEN();
    if (!isProven || delivery.url !== url) throw deliveryRefusals.ENDPOINT_NOT_PROVEN({ outcome });
    return [{ type: 'SubscriptionEndpointProven', data: { subscriptionId: state.id } }];
  },
});
