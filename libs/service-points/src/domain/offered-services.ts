import { defineRefusals } from '#kernel/domain';
import { requireService, serviceUnknown, type ServiceClass } from '#services';
import type { PointKind } from '#vocabulary';

/** Classes of service that points of each kind may offer. */
export type ClassesByKind = Readonly<Record<PointKind, readonly ServiceClass[]>>;

/** What a Punto Cliente di Servizio offers at least one service of. */
const ADMINISTRATIVE: ServiceClass = 'LAVORAZIONE_AMMINISTRATIVA';

const refuse = defineRefusals({
  SERVICE_CLASS_NOT_ALLOWED:
    'A point of kind {kind} does not offer {serviceId}, of class {serviceClass}: leave it out; of {allowed} it may.',
  ADMINISTRATIVE_SERVICE_REQUIRED:
    'A point of kind {kind} offers at least one service of class {serviceClass}: name one.',
});

/** What {@link requireServices} refuses. */
export const offeredServicesRefusals = [
  serviceUnknown,
  refuse.SERVICE_CLASS_NOT_ALLOWED,
  refuse.ADMINISTRATIVE_SERVICE_REQUIRED,
];

/**
 * Refuses services that a point of this kind does not offer (K4; INPS circolare 119/2011: a Punto Cliente di Servizio has
 * services tied to an administrative processing).
 * @param services ids of the catalogue
 * @throws DomainError SERVICE_UNKNOWN | SERVICE_CLASS_NOT_ALLOWED | ADMINISTRATIVE_SERVICE_REQUIRED
 */
export function requireServices(kind: PointKind, services: readonly string[], classes: ClassesByKind): void {
  const allowed = classes[kind];
  const offered = services.map((serviceId) => requireService(serviceId));
  for (const { id: serviceId, serviceClass } of offered) {
    if (!allowed.includes(serviceClass))
      throw refuse.SERVICE_CLASS_NOT_ALLOWED({ kind, serviceId, serviceClass, allowed });
  }
  if (kind !== 'SERVIZIO') return;
  if (!offered.some(({ serviceClass }) => serviceClass === ADMINISTRATIVE)) {
    throw refuse.ADMINISTRATIVE_SERVICE_REQUIRED({ kind, serviceClass: ADMINISTRATIVE });
  }
}
