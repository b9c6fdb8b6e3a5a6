import { deriveId } from '#kernel/domain';
import {
  defineCommandOn,
  everywhere,
  fact,
  IsId,
  IsRequiredObject,
  IsText,
  IsWholeNumber,
  ofIntegration,
} from '#use-cases';
import { integration } from '../domain/integration.ts';
import { MOST_SUBSCRIPTIONS } from '../domain/subscription-events.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';
import { subscription } from '../domain/subscription.ts';
import { requireStanding, standingRefusals } from './on-subscription.ts';
import { typeRefusals } from './scope-input.ts';
import { requireFilterOf, SubscriptionFilterInput } from './subscription-filter-input.ts';

/** Opens a subscription, whose events are numbered from here on. */
export class OpenSubscription {
  /** Id of the integration whose it is. */
  @IsId()
  readonly integrationId!: string;

  /** Which one of the integration's it is, 1 to 200; no two have the same, not even after one was closed. */
  @IsWholeNumber({ min: 1, max: MOST_SUBSCRIPTIONS })
  readonly serial!: number;

  /** What it is for. No personal data: it stays for ever. */
  @IsText(200)
  readonly name!: string;

  @IsRequiredObject(() => SubscriptionFilterInput)
  readonly filter!: SubscriptionFilterInput;
}

/** Declares the command over the types that are published. */
export function openSubscription(known: ReadonlySet<string>) {
  return defineCommandOn(subscription)({
    input: OpenSubscription,
    summary: 'Opens a subscription: what is published from here on, and it is for, has consecutive numbers of its own.',
    example: { serial: 1, name: 'Mappa dei punti', filter: { region: '12' } },
    id: ({ integrationId, serial }) => deriveId('Subscription', integrationId, String(serial)),
    by: [
      everywhere('central'),
      ofIntegration((_none, { integrationId }: OpenSubscription) => integrationId, subscriptionOfAnother),
    ],
    in: ['ABSENT'],
    needs: {
      owner: fact(
        integration,
        ({ integrationId }: OpenSubscription) => integrationId,
        ({ status }) => status,
      ),
    },
    refuses: [typeRefusals, subscriptionOfAnother, ...standingRefusals],
    decide: ({ integrationId, serial, name, filter }, _absent, { id, owner }) => {
      requireStanding(owner, OpenSubscription);
      const data = { subscriptionId: id, integrationId, serial, name, filter: requireFilterOf(filter, known) };
      return [{ type: 'SubscriptionOpened', data }];
    },
  });
}
