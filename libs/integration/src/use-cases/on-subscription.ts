import { IsUUID } from 'class-validator';
import type { Absent } from '#kernel/domain';
import { everywhere, fact, ofIntegration } from '#use-cases';
import { integration } from '../domain/integration.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';
import type { Subscription } from '../domain/subscription.ts';

/** What every command on a subscription names. */
export abstract class OnSubscription {
  /** Id of the subscription. */
  @IsUUID()
  readonly subscriptionId!: string;
}

export const subscriptionId = (input: OnSubscription): string => input.subscriptionId;

/** The integration whose it is, and nobody for it. */
export const ITS_INTEGRATION = [
  ofIntegration((state: Subscription | Absent) => {
    return state.status === 'ABSENT' ? undefined : state.integrationId;
  }, subscriptionOfAnother),
];

/** The integration whose it is, and the centre. */
export const ITS_OWNER = [everywhere('central'), ...ITS_INTEGRATION];

/** Whether the integration whose it is may still read. */
export const ownerStanding = fact(
  integration,
  (_input: OnSubscription, { integrationId }: Subscription) => integrationId,
  ({ status }) => status,
);

/** What is refused to an integration that reads nothing. */
export const standingRefusals = [integration.notFound, integration.stateForbids];

/**
 * Refuses a subscription of an integration that reads nothing.
 * @throws DomainError INTEGRATION_NOT_FOUND | INTEGRATION_STATE_FORBIDS
 */
export function requireStanding(
  status: 'ABSENT' | 'REGISTERED' | 'WITHDRAWN',
  command: { readonly name: string },
): void {
  if (status === 'ABSENT') throw integration.notFound();
  if (status === 'WITHDRAWN') {
    throw integration.stateForbids({ command: command.name, state: status, allowed: ['REGISTERED'] });
  }
}
