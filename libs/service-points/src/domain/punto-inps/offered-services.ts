import { defineRefusals } from '#kernel/domain';
import { requireService, serviceUnknown, type ServiceClass } from '#services';
import type { PuntoInps } from './punto-inps-state.ts';
import { PUNTO_INPS_CLASSES, type OfferedService } from './vocabulary.ts';

const refuse = defineRefusals({
  SERVICE_NOT_OF_PUNTO_INPS:
    'A Punto INPS does not offer {serviceId}, of class {serviceClass}: leave it out; of {allowed} it may.',
  DEMAND_ANALYSIS_REQUIRED:
    '{serviceId} is of class {serviceClass}, chosen from local demand: name the demand analysis that grounds it.',
  DEMAND_ANALYSIS_UNKNOWN:
    'The point has no demand analysis {analysisId}: record it first, or name one that it has: {known}.',
  DEMAND_NOT_ANALYSED:
    'The demand analysis {analysisId} counts no demand for {serviceId}: name one that does, or leave the service out.',
  SERVICES_INCOMPLETE:
    'An open Punto INPS offers at least one service of class {missing}: revise its services so that it does.',
});

/** What {@link requireOffer} refuses. */
export const offerRefusals = [
  serviceUnknown,
  refuse.SERVICE_NOT_OF_PUNTO_INPS,
  refuse.DEMAND_ANALYSIS_REQUIRED,
  refuse.DEMAND_ANALYSIS_UNKNOWN,
  refuse.DEMAND_NOT_ANALYSED,
];
export const servicesIncomplete = refuse.SERVICES_INCOMPLETE;

/**
 * Refuses services that a Punto INPS does not offer (K1; INPS circolare 119/2011: those in real time are chosen from an
 * analysis of local demand).
 * @throws DomainError SERVICE_UNKNOWN | SERVICE_NOT_OF_PUNTO_INPS | DEMAND_ANALYSIS_REQUIRED | DEMAND_ANALYSIS_UNKNOWN |
 *   DEMAND_NOT_ANALYSED
 */
export function requireOffer(services: readonly OfferedService[], { analyses }: Pick<PuntoInps, 'analyses'>): void {
  const allowed: readonly ServiceClass[] = PUNTO_INPS_CLASSES;
  for (const { serviceId, analysisId } of services) {
    const { serviceClass } = requireService(serviceId);
    if (!allowed.includes(serviceClass)) {
      throw refuse.SERVICE_NOT_OF_PUNTO_INPS({ serviceId, serviceClass, allowed });
    }
    if (analysisId === undefined) {
      if (serviceClass === 'TEMPO_REALE') throw refuse.DEMAND_ANALYSIS_REQUIRED({ serviceId, serviceClass });
      continue;
    }
    const analysis = analyses.find((other) => other.analysisId === analysisId);
    if (!analysis) {
      throw refuse.DEMAND_ANALYSIS_UNKNOWN({ analysisId, known: analyses.map((other) => other.analysisId) });
    }
    if (!analysis.services.includes(serviceId)) throw refuse.DEMAND_NOT_ANALYSED({ serviceId, analysisId });
  }
}

/**
 * Refuses an open point that does not receive people, or does nothing for them from beginning to end (K1).
 * @throws DomainError SERVICES_INCOMPLETE
 */
export function requireCompleteOffer(services: readonly OfferedService[]): void {
  const classes = services.map(({ serviceId }) => requireService(serviceId).serviceClass);
  for (const missing of ['PRIMA_ACCOGLIENZA', 'CICLO_CHIUSO'] as const) {
    if (!classes.includes(missing)) throw refuse.SERVICES_INCOMPLETE({ missing });
  }
}
