import type { Delivery } from '../domain/delivery.ts';
import { deliveryRefusals } from '../domain/delivery-refusals.ts';
import type { Subscription } from '../domain/subscription.ts';

/**
 * The delivery of a subscription that has an endpoint.
 * @throws DomainError ENDPOINT_MISSING
 */
export function requireEndpoint({ delivery }: { readonly delivery?: Delivery | undefined }): Delivery {
  if (!delivery) throw deliveryRefusals.ENDPOINT_MISSING();
  return delivery;
}

/**
 * The delivery of a subscription whose endpoint has answered its challenge.
 * @throws DomainError ENDPOINT_MISSING | ENDPOINT_UNPROVEN
 */
export function requireProven(state: Subscription): Delivery {
  const delivery = requireEndpoint(state);
  if (delivery.status === 'UNPROVEN') throw deliveryRefusals.ENDPOINT_UNPROVEN();
  return delivery;
}
