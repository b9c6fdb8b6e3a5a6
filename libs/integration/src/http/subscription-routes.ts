import { create, get, post, routes, search, type AnyCommand } from '#use-cases';
import { askReceipt } from '../read-models/ask-receipt.ts';
import { readNumberedEvents } from '../read-models/read-numbered-events.ts';
import { getSubscription, listSubscriptions } from '../read-models/subscription-queries.ts';
import {
  getSubscriptionEndpoint,
  getSubscriptionKeys,
  listDeliveries,
  sendSubscriptionExample,
} from '../read-models/delivery-queries.ts';
import { pauseSubscriptionDelivery } from '../use-cases/pause-subscription-delivery.ts';
import { proveSubscriptionEndpoint } from '../use-cases/prove-subscription-endpoint.ts';
import { replaySubscriptionDelivery } from '../use-cases/replay-subscription-delivery.ts';
import { resumeSubscriptionDelivery } from '../use-cases/resume-subscription-delivery.ts';
import { rotateSubscriptionKeys } from '../use-cases/rotate-subscription-keys.ts';
import { setSubscriptionEndpoint } from '../use-cases/set-subscription-endpoint.ts';
import { showSubscriptionSecrets } from '../use-cases/show-subscription-secrets.ts';
import { skipSubscriptionEvent } from '../use-cases/skip-subscription-event.ts';
import { closeSubscription } from '../use-cases/close-subscription.ts';
import { tellingSecrets } from './telling-secrets.ts';

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
    get(':subscriptionId/endpoint', getSubscriptionEndpoint),
    post(':subscriptionId/endpoint', setSubscriptionEndpoint),
    post(':subscriptionId/endpoint/proof', proveSubscriptionEndpoint),
    search(':subscriptionId/endpoint/example', sendSubscriptionExample),
    post(':subscriptionId/endpoint/secrets', showSubscriptionSecrets, tellingSecrets),
    post(':subscriptionId/endpoint/rotation', rotateSubscriptionKeys),
    get(':subscriptionId/keys', getSubscriptionKeys),
    get(':subscriptionId/deliveries', listDeliveries),
    post(':subscriptionId/deliveries/pause', pauseSubscriptionDelivery),
    post(':subscriptionId/deliveries/resumption', resumeSubscriptionDelivery),
    post(':subscriptionId/deliveries/replay', replaySubscriptionDelivery),
    post(':subscriptionId/deliveries/skip', skipSubscriptionEvent),
  ]);
}
