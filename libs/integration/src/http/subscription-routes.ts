import { create, get, post, routes, search, type AnyCommand } from '#use-cases';
import { askReceipt } from '../read-models/ask-receipt.ts';
import { readNumberedEvents } from '../read-models/read-numbered-events.ts';
import { getSubscription, listSubscriptions } from '../read-models/subscription-queries.ts';
import { closeSubscription } from '../use-cases/close-subscription.ts';

interface Commands {
  readonly open: AnyCommand;
  readonly changeFilter: AnyCommand;
}

/** The routes of subscriptions, under whose numbers integrations follow what is published. */
export function subscriptionRoutes({ open, changeFilter }: Commands) {
  return routes('integration', 'rest/integration/v1/subscriptions', [
    get('', listSubscriptions),
    create('', open),
    get(':subscriptionId', getSubscription),
    get(':subscriptionId/events', readNumberedEvents),
    search(':subscriptionId/receipts', askReceipt),
    post(':subscriptionId/filter', changeFilter),
    post(':subscriptionId/closing', closeSubscription),
  ]);
}
