import { readFileSync } from 'node:fs';
import { SERVICE_CLASSES, servicesOfOthers, type ServiceClass } from '#services';
import { defineSettings, someOf, wholeNumber, type Setting } from '#use-cases';
import type { PointKind } from '#vocabulary';

function classesOf(kind: PointKind, fallback: readonly ServiceClass[]): Setting<readonly ServiceClass[]> {
  return someOf(`RETE_PUNTI_CLASSES_${kind}`, SERVICE_CLASSES, {
    description: `Classes of service that a Punto Cliente of kind ${kind} may offer.`,
    fallback,
  });
}

type ServicesOfOthers = ReturnType<typeof servicesOfOthers>;

const OF_OTHERS = 'RETE_PUNTI_SERVICES_OF_OTHERS';
const ofOthers: Setting<ServicesOfOthers> = {
  variable: OF_OTHERS,
  description:
    'Services of other bodies, which Punti Cliente may list beside those of INPS and nobody books here: an array of rows such as ' +
    '{"owner": "aci", "id": "bollo-auto", "name": "Bollo auto", "serviceClass": "CONSULTAZIONE"}, with the IPA code of the owner; ' +
    'germanName where it has one. The catalogue has it as aci:bollo-auto. Each process reads the file when it starts.',
  expected: 'the path of a file of JSON that can be read',
  fallback: { services: [], wrong: [] },
  usual: 'the catalogue has the services of INPS alone',
  parse: (path) => {
    try {
      return servicesOfOthers(JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      // Whatever keeps it from being read, what to do is the same.
      return undefined;
    }
  },
};

/** Choices of this context that no source decides. */
export const servicePointSettings = defineSettings(
  'service-points',
  {
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
    ofOthers,
  },
  ({ ofOthers: { wrong } }) => wrong.map((row) => ({ variable: OF_OTHERS, ...row })),
);
