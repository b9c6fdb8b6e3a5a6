import { create, get, post, routes, type AnyCommand, type AnyQuery } from '#use-cases';
import { listReceiptKeys } from '../read-models/ask-receipt.ts';
import { getIntegration, listIntegrations } from '../read-models/integration-queries.ts';
import { getEndOfEvents, readEvents } from '../read-models/read-events.ts';
import { changeIntegrationMailbox } from '../use-cases/change-integration-mailbox.ts';
import { withdrawIntegration } from '../use-cases/withdraw-integration.ts';

interface Commands {
  readonly register: AnyCommand;
  readonly changeScope: AnyCommand;
}

/** The routes of integrations, which are registered before they read. */
export function integrationRoutes({ register, changeScope }: Commands) {
  return routes('integration', 'rest/integration/v1/integrations', [
    get('', listIntegrations),
    create('', register),
    get(':integrationId', getIntegration),
    post(':integrationId/mailbox', changeIntegrationMailbox),
    post(':integrationId/scope', changeScope),
    post(':integrationId/withdrawal', withdrawIntegration),
  ]);
}

/** The routes by which integrations read, and learn what they read. */
export function eventRoutes(schema: AnyQuery) {
  return [
    routes('integration', 'rest/integration/v1/events', [get('', readEvents), get('end', getEndOfEvents)]),
    routes('integration', 'rest/integration/v1/keys', [get('', listReceiptKeys)]),
    routes('integration', 'rest/integration/v1/schemas', [get(':type', schema)]),
  ];
}
