import { SERVICE_CLASSES, type ServiceClass } from '#services';
import { defineSettings, someOf, wholeNumber, type Setting } from '#use-cases';
import type { PointKind } from '#vocabulary';

function classesOf(kind: PointKind, fallback: readonly ServiceClass[]): Setting<readonly ServiceClass[]> {
  return someOf(`RETE_PUNTI_CLASSES_${kind}`, SERVICE_CLASSES, {
    description: `Classes of service that a Punto Cliente of kind ${kind} may offer.`,
    fallback,
  });
}

/** Choices of this context that no source decides. */
export const servicePointSettings = defineSettings('service-points', {
  classesInformativo: classesOf('INFORMATIVO', ['CONSULTAZIONE']),
  classesServizio: classesOf('SERVIZIO', ['CONSULTAZIONE', 'LAVORAZIONE_AMMINISTRATIVA', 'REMOTO']),
  classesEvoluto: classesOf('EVOLUTO', ['CONSULTAZIONE', 'REMOTO']),
  requestsPerPoint: wholeNumber('RETE_PUNTI_AUTHORIZATION_REQUESTS_PER_POINT', {
    description: 'How many requests for operator authorisations may await a decision on one point.',
    unit: 'requests',
    fallback: 100,
    min: 1,
    max: 1_000,
  }),
  reviewMonths: wholeNumber('RETE_PUNTI_AUTHORIZATION_REVIEW_MONTHS', {
    description: 'After how many months an operator authorisation is reviewed.',
    unit: 'months',
    fallback: 12,
    min: 1,
    max: 120,
  }),
  reviewGraceDays: wholeNumber('RETE_PUNTI_AUTHORIZATION_REVIEW_GRACE_DAYS', {
    description: 'How many days after its date a review may last be made: then the authorisation ends.',
    unit: 'days',
    fallback: 30,
    min: 0,
    max: 365,
  }),
});
