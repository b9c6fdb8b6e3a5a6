import { toTimestamp } from '#kernel/domain';
import { defineCommandOn } from '#use-cases';
import { deliveryRefusals } from '../domain/delivery-refusals.ts';
import { integration } from '../domain/integration.ts';
import { subscription, type Subscription } from '../domain/subscription.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';
import { requireEndpoint } from './on-delivery.ts';
import {
  ITS_INTEGRATION,
  OnSubscription,
  ownerStanding,
  requireStanding,
  standingRefusals,
  subscriptionId,
} from './on-subscription.ts';

/** For how long a repeat shows them again: who lost an answer asks again at once. */
const REPEATED_FOR_MS = 600_000;

/** Shows the secret halves of the keys that sign now. */
export class ShowSubscriptionSecrets extends OnSubscription {}

/** What is shown. */
export interface EndpointSecrets {
  readonly shared: string;
  readonly privateKey: string;
  readonly publicKey: string;
  /** RFC 3339. */
  readonly repeatedUntil: string;
}

/** That they were is written before anybody has them; they follow from their number, so that a repeat makes the same. */
export const showSubscriptionSecrets = defineCommandOn(subscription)({
  input: ShowSubscriptionSecrets,
  summary:
    'Shows the keys that sign what is sent, to its integration alone and once: a repeat under the same Idempotency-Key shows ' +
    'them for ten minutes.',
  id: subscriptionId,
  // Nobody else signs as it is signed to: the centre, which answers for an integration, needs no secret of it.
  by: ITS_INTEGRATION,
  in: ['OPEN'],
  needs: { owner: ownerStanding },
  refuses: [
    deliveryRefusals.ENDPOINT_MISSING,
    deliveryRefusals.SECRETS_SHOWN_ALREADY,
    subscriptionOfAnother,
    ...standingRefusals,
  ],
  decide: (_input, state, { owner }) => {
    requireStanding(owner, ShowSubscriptionSecrets);
    const { keys, secretsShownAt: shownAt } = requireEndpoint(state);
    if (shownAt !== undefined) throw deliveryRefusals.SECRETS_SHOWN_ALREADY({ keys, shownAt });
    return [{ type: 'SubscriptionSecretsShown', data: { subscriptionId: state.id, keys } }];
  },
  tells: async (event, { look, principal, clock, webhooks }): Promise<EndpointSecrets> => {
    const { recordedAt: shownAt } = event;
    const { subscriptionId: id, keys } = event.data as { readonly subscriptionId: string; readonly keys: number };
    const { integrationId, present } = await look(subscription, id, (state) => {
      const { integrationId: owner, delivery } = state as Subscription;
      return { integrationId: owner, present: delivery?.keys };
    });
    // A repeat: by a token of the same person, which may be another integration's.
    if (principal.role !== 'integration' || principal.integration !== integrationId) throw subscriptionOfAnother();
    requireStanding(await look(integration, integrationId, ({ status }) => status), ShowSubscriptionSecrets);
    const repeatedUntil = Date.parse(shownAt) + REPEATED_FOR_MS;
    if (keys !== present || clock.now() >= repeatedUntil)
      throw deliveryRefusals.SECRETS_SHOWN_ALREADY({ keys, shownAt });
    const publicKey = webhooks.publicKey(id, keys);
    return { ...webhooks.secrets(id, keys), publicKey, repeatedUntil: toTimestamp(repeatedUntil) };
  },
});
