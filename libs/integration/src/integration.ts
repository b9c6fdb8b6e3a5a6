import { defineContext, type ContextDefinition, type PublishedType } from '#use-cases';
import type { PublishedExamples } from './catalogue/published-examples.ts';
import { integrationEvents } from './domain/events.ts';
import { subscriptionEvents } from './domain/subscription-events.ts';
import { subscription } from './domain/subscription.ts';
import { integration as integrationAggregate } from './domain/integration.ts';
import { eventRoutes, integrationRoutes } from './http/integration-routes.ts';
import { subscriptionRoutes } from './http/subscription-routes.ts';
import { deliveryStopped } from './mails/delivery-stopped.ts';
import { DELIVERIES } from './deliveries/delivery-state.ts';
import {
  getSubscriptionEndpoint,
  getSubscriptionKeys,
  listDeliveries,
  sendSubscriptionExample,
} from './read-models/delivery-queries.ts';
import { pauseSubscriptionDelivery } from './use-cases/pause-subscription-delivery.ts';
import { proveSubscriptionEndpoint } from './use-cases/prove-subscription-endpoint.ts';
import { replaySubscriptionDelivery } from './use-cases/replay-subscription-delivery.ts';
import { resumeSubscriptionDelivery } from './use-cases/resume-subscription-delivery.ts';
import { rotateSubscriptionKeys } from './use-cases/rotate-subscription-keys.ts';
import { setSubscriptionEndpoint } from './use-cases/set-subscription-endpoint.ts';
import { showSubscriptionSecrets } from './use-cases/show-subscription-secrets.ts';
import { skipSubscriptionEvent } from './use-cases/skip-subscription-event.ts';
import { stopSubscriptionDelivery } from './use-cases/stop-subscription-delivery.ts';
import { integrationSettings } from './integration-settings.ts';
import { getIntegration, listIntegrations } from './read-models/integration-queries.ts';
import { integrationHistory, integrationRegister } from './read-models/integration-register.ts';
import { stoppedSubscriptions } from './read-models/stopped-subscriptions.ts';
import { publishedEvents } from './read-models/published-events.ts';
import { getEventSchema } from './read-models/get-event-schema.ts';
import { askReceipt, listReceiptKeys } from './read-models/ask-receipt.ts';
import { readNumberedEvents } from './read-models/read-numbered-events.ts';
import { getEndOfEvents, readEvents } from './read-models/read-events.ts';
import { getSubscription, listSubscriptions } from './read-models/subscription-queries.ts';
import { subscriptionHistory, subscriptionRegister } from './read-models/subscription-register.ts';
import { changeSubscriptionFilter } from './use-cases/change-subscription-filter.ts';
import { closeSubscription } from './use-cases/close-subscription.ts';
import { openSubscription } from './use-cases/open-subscription.ts';
import { changeIntegrationMailbox } from './use-cases/change-integration-mailbox.ts';
import { changeIntegrationScope } from './use-cases/change-integration-scope.ts';
import { registerIntegration } from './use-cases/register-integration.ts';
import { withdrawIntegration } from './use-cases/withdraw-integration.ts';

/**
 * What is published of the network, and who reads it: systems of other administrations. Whoever composes the application gives it
 * the types that the contexts publish, and an example of each.
 */
export function integration(published: readonly PublishedType[], examples: PublishedExamples): ContextDefinition {
  const known = new Set(published.map(({ name }) => name));
  const register = registerIntegration(known);
  const changeScope = changeIntegrationScope(known);
  const open = openSubscription(known);
  const changeFilter = changeSubscriptionFilter(known);
  const schema = getEventSchema(published, examples);
  return defineContext({
    name: 'integration',
    about: 'What is published of the network, and the systems of other administrations that read it.',
    aggregates: [integrationAggregate, subscription],
    events: [...integrationEvents, ...subscriptionEvents],
    commands: [
      ...[register, changeIntegrationMailbox, changeScope, withdrawIntegration, open, changeFilter, closeSubscription],
      ...[setSubscriptionEndpoint, proveSubscriptionEndpoint, rotateSubscriptionKeys, showSubscriptionSecrets],
      ...[
        pauseSubscriptionDelivery,
        resumeSubscriptionDelivery,
        replaySubscriptionDelivery,
        skipSubscriptionEvent,
        stopSubscriptionDelivery,
      ],
    ],
    queries: [
      listIntegrations,
      getIntegration,
      readEvents,
      getEndOfEvents,
      schema,
      listSubscriptions,
      getSubscription,
      readNumberedEvents,
      askReceipt,
      listReceiptKeys,
      getSubscriptionEndpoint,
      getSubscriptionKeys,
      sendSubscriptionExample,
      listDeliveries,
    ],
    projections: [
      integrationRegister,
      integrationHistory,
      publishedEvents(published),
      subscriptionRegister,
      subscriptionHistory,
    ],
    inbox: [stoppedSubscriptions],
    mails: [deliveryStopped],
    policies: [{ name: DELIVERIES, gives: new Set([stopSubscriptionDelivery.name]) }],
    routes: [
      integrationRoutes({ register, changeScope }),
      subscriptionRoutes({ open, changeFilter }),
      ...eventRoutes(schema),
    ],
    settings: [integrationSettings],
  });
}
