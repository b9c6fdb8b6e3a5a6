import { idOf } from '#kernel/domain';
import { mailOn, ofOneThing } from '#use-cases';
import type { STOP_REASONS } from '../domain/delivery-events.ts';
import { SubscriptionDeliveryStopped } from '../domain/delivery-events.ts';
import { integration } from '../domain/integration.ts';
import { subscription } from '../domain/subscription.ts';

/** What people read: in Italian. */
const WHY: Readonly<Record<(typeof STOP_REASONS)[number], string>> = {
  ENDPOINT_GONE: "l'endpoint ha risposto 410, cioè di non voler ricevere altro",
  FAILED_TOO_LONG: "per circa tre giorni l'endpoint non ha accettato nulla",
};

/** Tells the office that answers for an integration that nothing is sent to it any more, until it wishes so. */
export const deliveryStopped = mailOn(
  SubscriptionDeliveryStopped,
  async ({ stream, data }, { look }) => {
    const subscriptionId = idOf(stream);
    const integrationId = await look(subscription, subscriptionId, (found) => {
      if (found.status === 'ABSENT') throw new TypeError(`${stream} is stopped before it is opened`);
      return found.integrationId;
    });
    const address = await look(integration, integrationId, (found) =>
      found.status === 'ABSENT' ? undefined : found.mailbox,
    );
    const path = `/rest/integration/v1/subscriptions/${subscriptionId}`;
    return {
      to: { name: integrationId, address },
      subject: `[rete-punti] Consegne fermate (sottoscrizione ${subscriptionId.slice(0, 8)})`,
      text:
        `Le consegne della sottoscrizione ${subscriptionId} sono ferme: ${WHY[data.why]}.\n\n` +
        `Nulla è perso: gli eventi restano numerati. Quando l'endpoint è di nuovo in grado di riceverli, con il token ` +
        `dell'integrazione, POST ${path}/deliveries/resumption riprende da dove ci si è fermati; GET ${path}/deliveries ` +
        `elenca i tentativi con le risposte ricevute. Un altro indirizzo si imposta con POST ${path}/endpoint.`,
    };
  },
  { lineOf: ofOneThing },
);
