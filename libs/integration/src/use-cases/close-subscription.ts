import { defineCommandOn, IsText } from '#use-cases';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';
import { subscription } from '../domain/subscription.ts';
import {
  ITS_OWNER,
  OnSubscription,
  ownerStanding,
  requireStanding,
  standingRefusals,
  subscriptionId,
} from './on-subscription.ts';

/** Closes a subscription for good; what was numbered stays to be read. */
export class CloseSubscription extends OnSubscription {
  /** Why. No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

export const closeSubscription = defineCommandOn(subscription)({
  input: CloseSubscription,
  summary: 'Closes a subscription: nothing more is numbered, and what was stays to be read.',
  id: subscriptionId,
  by: ITS_OWNER,
  in: ['OPEN'],
  needs: { owner: ownerStanding },
  refuses: [subscriptionOfAnother, ...standingRefusals],
  // Once its integration was withdrawn, the centre alone closes it.
  check: (_input, _state, { owner }, { role }) => {
    if (role === 'integration') requireStanding(owner, CloseSubscription);
  },
  decide: ({ reason }, { id, integrationId }) => [
    { type: 'SubscriptionClosed', data: { subscriptionId: id, integrationId, reason } },
  ],
});
