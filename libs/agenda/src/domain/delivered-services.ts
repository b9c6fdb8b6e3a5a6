import { defineRefusals } from '#kernel/domain';
import { SERVICES, type Service } from '#services';

const refuse = defineRefusals({
  SERVICE_NOT_DELIVERED_THERE:
    'An agenda of {serviceLine} does not deliver {serviceId}: choose an agenda of {deliveredBy}, which does.',
});

/** What {@link requireDelivered} refuses. */
export const serviceNotDelivered = refuse.SERVICE_NOT_DELIVERED_THERE;

/** The service line whose agendas deliver a service: there it is looked for, waited for, booked, and moved to. */
export function lineDelivering({ serviceLine }: Service): string {
  return serviceLine;
}

/**
 * Refuses an agenda at which a service is not delivered. What a desk does for whom it receives is another matter: it writes
 * down what it did.
 * @param serviceLine that of the agenda
 * @param bookedUnder the line under which the person has an appointment for it already: one that was booked before the
 *   service had its line, or before that was asked, goes on being kept under it
 * @throws DomainError SERVICE_NOT_DELIVERED_THERE
 */
export function requireDelivered(serviceId: string, serviceLine: string, bookedUnder?: string): void {
  const service = SERVICES.find(({ id }) => id === serviceId);
  const own = service && lineDelivering(service);
  if (serviceLine === own || serviceLine === bookedUnder) return;
  const deliveredBy = own ?? bookedUnder ?? serviceLine;
  throw refuse.SERVICE_NOT_DELIVERED_THERE({ serviceId, serviceLine, deliveredBy });
}
