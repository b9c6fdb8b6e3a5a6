import { endpointRefusals, endpointUrl } from '#webhooks';
import { defineCommandOn, IsText, setting } from '#use-cases';
import { deliveryRefusals } from '../domain/delivery-refusals.ts';
import { subscription } from '../domain/subscription.ts';
import { integrationSettings } from '../integration-settings.ts';
import {
  ITS_OWNER,
  OnSubscription,
  ownerStanding,
  requireStanding,
  standingRefusals,
  subscriptionId,
} from './on-subscription.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';

/** Says where the events of a subscription are sent. */
export class SetSubscriptionEndpoint extends OnSubscription {
  /** Where it is: https, and reached by the Internet. It stays for ever: no secret and no personal data in it. */
  @IsText(500)
  readonly url!: string;
}

export const setSubscriptionEndpoint = defineCommandOn(subscription)({
  input: SetSubscriptionEndpoint,
  summary: 'Sets where events are sent, under new keys; nothing is sent before the endpoint is proven.',
  example: { url: 'https://example.org/webhooks' },
  id: subscriptionId,
  by: ITS_OWNER,
  in: ['OPEN'],
  needs: {
    owner: ownerStanding,
    allowsPrivate: setting(integrationSettings, ({ privateEndpoints }) => privateEndpoints),
  },
  refuses: [endpointRefusals, deliveryRefusals.ENDPOINT_ALREADY_SO, subscriptionOfAnother, ...standingRefusals],
  decide: ({ url }, { id, delivery }, { owner, allowsPrivate }) => {
    requireStanding(owner, SetSubscriptionEndpoint);
    endpointUrl(url, { allowsPrivate });
    if (delivery?.url === url) throw deliveryRefusals.ENDPOINT_ALREADY_SO();
    return [{ type: 'SubscriptionEndpointSet', data: { subscriptionId: id, url, keys: (delivery?.keys ?? 0) + 1 } }];
  },
});
