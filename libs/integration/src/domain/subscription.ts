import { defineAggregate, type Absent, type Recording } from '#kernel/domain';
import { evolveDelivery, type Delivery } from './delivery.ts';
import type { SubscriptionEvent, SubscriptionFilter } from './subscription-events.ts';

interface Opened {
  readonly id: string;
  readonly integrationId: string;
  readonly filter: SubscriptionFilter;
  /** Present once it has an endpoint. */
  readonly delivery?: Delivery;
}

/** A subscription as far as its rules look at it. */
export type Subscription = (Opened & { readonly status: 'OPEN' }) | (Opened & { readonly status: 'CLOSED' });

export const SUBSCRIPTION_STATES = ['OPEN', 'CLOSED'] as const;

/** What an integration follows under numbers of its own, so that it can prove that it has missed nothing. */
export const subscription = defineAggregate<Subscription, SubscriptionEvent>({
  category: 'Subscription',
  called: 'the subscription',
  codes: {
    notFound: 'SUBSCRIPTION_NOT_FOUND',
    alreadyExists: 'SUBSCRIPTION_ALREADY_OPENED',
    stateForbids: 'SUBSCRIPTION_STATE_FORBIDS',
  },
  evolve,
  scopeOf: () => ({}),
  moves: false,
});

function evolve(
  state: Subscription | Absent,
  event: SubscriptionEvent,
  at?: Pick<Recording, 'recordedAt'>,
): Subscription {
  if (event.type === 'SubscriptionOpened') {
    const { subscriptionId: id, integrationId, filter } = event.data;
    return { status: 'OPEN', id, integrationId, filter };
  }
  const known = state as Subscription;
  switch (event.type) {
    case 'SubscriptionClosed':
      return { ...known, status: 'CLOSED' };
    case 'SubscriptionFilterChanged':
      return { ...known, filter: event.data.filter };
    default:
      return { ...known, delivery: evolveDelivery(known.delivery, event, at) };
  }
}
