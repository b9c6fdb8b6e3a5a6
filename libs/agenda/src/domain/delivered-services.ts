import { defineRefusals } from '#kernel/domain';
import { SERVICES, type Service } from '#services';

const refuse = defineRefusals({
  SERVICE_NOT_DELIVERED_THERE:
    'An agenda of {serviceLine} does not deliver {serviceId}: choose an agenda of {deliveredBy}, which does.',
  SERVICE_NOT_OFFERED_AT_POINT:
    'The Punto INPS of this agenda offers {offered} there, and not {serviceId}: GET /rest/agenda/v1/first-free finds where that is had.',
});

/** What {@link requireDelivered} refuses. */
export const deliveryRefusals = [refuse.SERVICE_NOT_DELIVERED_THERE, refuse.SERVICE_NOT_OFFERED_AT_POINT];

/** What an agenda, or a day of one, is for. */
interface Delivering {
  readonly serviceLine: string;
  /** Of one of a Punto INPS, what the point offers of the line; undefined where all of the line is had. */
  readonly services?: readonly string[] | undefined;
}

/** Tells whether the point of an agenda offers a service, or nothing bounds what is had there. */
export function isOffered(serviceId: string, { services }: Pick<Delivering, 'services'>): boolean {
  return services === undefined || services.includes(serviceId);
}

/** Of the services that a Punto INPS offers, those that an agenda of a line is for. */
export function servicesOfLine(offered: readonly { readonly serviceId: string }[], serviceLine: string): string[] {
  const ids = offered.map(({ serviceId }) => serviceId);
  return SERVICES.filter(({ id, serviceLine: line }) => line === serviceLine && ids.includes(id)).map(({ id }) => id);
}

/** The service line whose agendas deliver a service: there it is looked for, waited for, booked, and moved to. */
export function lineDelivering({ serviceLine }: Service): string {
  return serviceLine;
}

/**
 * Refuses an agenda at which a service is not delivered: it is of another line, or the Punto INPS does not offer it (K1). What
 * a desk does for whom it receives is another matter: it writes down what it did.
 * @param bookedUnder the line under which the person has an appointment for it already: one that was booked before the
 *   service had its line, or before that was asked, goes on being kept under it
 * @throws DomainError SERVICE_NOT_DELIVERED_THERE | SERVICE_NOT_OFFERED_AT_POINT
 */
export function requireDelivered(serviceId: string, { serviceLine, services }: Delivering, bookedUnder?: string): void {
  const service = SERVICES.find(({ id }) => id === serviceId);
  const own = service && lineDelivering(service);
  if (serviceLine !== own && serviceLine !== bookedUnder) {
    const deliveredBy = own ?? bookedUnder ?? serviceLine;
    throw refuse.SERVICE_NOT_DELIVERED_THERE({ serviceId, serviceLine, deliveredBy });
  }
  if (services && !isOffered(serviceId, { services })) {
    throw refuse.SERVICE_NOT_OFFERED_AT_POINT({ serviceId, offered: services });
  }
}
