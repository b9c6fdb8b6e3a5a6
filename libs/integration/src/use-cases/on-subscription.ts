import { IsUUID } from 'class-validator';
import { defineRefusal, type Absent } from '#kernel/domain';
import { everywhere, fact, ofIntegration } from '#use-cases';
import { feedRefusals } from '../domain/feed-refusals.ts';
import { integration } from '../domain/integration.ts';
import type { Subscription } from '../domain/subscription.ts';

/** What every command on a subscription names. */
export abstract class OnSubscription {
  /** Id of the subscription. */
  @IsUUID()
  readonly subscriptionId!: string;
}

export const subscriptionId = (input: OnSubscription): string => input.subscriptionId;

/** Says nothing of whose it is, or of what it is for. */
export const subscriptionOfAnother = defineRefusal(
  'SUBSCRIPTION_OF_ANOTHER',
  'The token names no integration, or not the one that this subscription belongs to: use that of its own integration.',
  'forbidden',
);

/** The integration whose it is, and the centre. */
export const ITS_OWNER = [
  everywhere('central'),
  ofIntegration((state: Subscription | Absent) => {
    return state.status === 'ABSENT' ? undefined : state.integrationId;
  }, subscriptionOfAnother),
];

/** Whether the integration whose it is may still read. */
export const ownerStanding = fact(
  integration,
  (_input: OnSubscription, { integrationId }: Subscription) => integrationId,
  ({ status }) => status,
);

/** What an integration is refused that reads nothing. */
export const standingRefusals = [feedRefusals.INTEGRATION_UNKNOWN, feedRefusals.INTEGRATION_WITHDRAWN];

/** @throws DomainError INTEGRATION_UNKNOWN | INTEGRATION_WITHDRAWN (forbidden) */
export function requireStanding(status: 'ABSENT' | 'REGISTERED' | 'WITHDRAWN'): void {
  if (status === 'ABSENT') throw feedRefusals.INTEGRATION_UNKNOWN();
  if (status === 'WITHDRAWN') throw feedRefusals.INTEGRATION_WITHDRAWN();
}
