import { defineRefusals } from '#kernel/domain';
import { isOfAnother, requireService, serviceUnknown, type ServiceClass, type ServiceOfAnother } from '#services';
import type { PointKind } from '#vocabulary';

/** Classes of service that points of each kind may offer. */
export type ClassesByKind = Readonly<Record<PointKind, readonly ServiceClass[]>> & {
  /** Services of other bodies, which points may list, too. */
  readonly ofOthers?: readonly ServiceOfAnother[];
};

/** What a Punto Cliente di Servizio offers at least one service of. */
const ADMINISTRATIVE: ServiceClass = 'LAVORAZIONE_AMMINISTRATIVA';

const refuse = defineRefusals({
  SERVICE_CLASS_NOT_ALLOWED:
    'A point of kind {kind} does not offer {serviceId}, of class {serviceClass}: leave it out; of {allowed} it may.',
  ADMINISTRATIVE_SERVICE_REQUIRED:
    'A point of kind {kind} offers at least one service of INPS of class {serviceClass}: name one.',
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
  const offered = services.map(
    (serviceId) => classes.ofOthers?.find(({ id }) => id === serviceId) ?? requireService(serviceId),
  );
  for (const { id: serviceId, serviceClass } of offered) {
    if (!allowed.includes(serviceClass))
      throw refuse.SERVICE_CLASS_NOT_ALLOWED({ kind, serviceId, serviceClass, allowed });
  }
  if (kind !== 'SERVIZIO') return;
  if (!isAdministrative(services)) {
    throw refuse.ADMINISTRATIVE_SERVICE_REQUIRED({ kind, serviceClass: ADMINISTRATIVE });
  }
}

/**
 * Whether a point has services tied to an administrative processing of the institute (K4): it is a desk of that, whatever of
 * other bodies it lists.
 */
export function isAdministrative(services: readonly string[]): boolean {
  return services.some(
    (serviceId) => !isOfAnother(serviceId) && requireService(serviceId).serviceClass === ADMINISTRATIVE,
  );
}
