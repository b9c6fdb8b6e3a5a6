import { defineDatedKind, settingOf } from '#use-cases';
import {
  PuntoInpsClosed,
  PuntoInpsEstablished,
  puntoInpsEvents,
  PuntoInpsOpened,
  PuntoInpsProposed,
  PuntoInpsReferenceUnitChanged,
  PuntoInpsResumed,
  PuntoInpsServicesRevised,
  PuntoInpsSuspended,
} from '../../domain/punto-inps/events.ts';
import { puntoInpsLife } from '../../domain/punto-inps/punto-inps.ts';
import type { PuntoInpsStatus } from '../../domain/punto-inps/vocabulary.ts';
import type { Address } from '../../domain/vocabulary.ts';

/** What holds of a Punto INPS on a date. */
export interface PuntoInpsOnDate {
  readonly state: PuntoInpsStatus;
  readonly kind: 'PUNTO_INPS';
  readonly region: string;
  readonly province: string;
  /** Codice catastale. */
  readonly municipality: string;
  readonly address: Address;
  /** Code of its reference unit. */
  readonly referenceUnit: string;
  /** First day on which it received. */
  readonly activeFrom?: string;
  /** Ids of the services that it offers. */
  readonly services?: readonly string[];
}

const sets = settingOf<PuntoInpsOnDate>();

/** What the events of a Punto INPS set of it, from their legal time on. */
export const datedPuntiInps = defineDatedKind<PuntoInpsOnDate>({
  thing: 'PuntoInps',
  among: 'points',
  events: puntoInpsEvents,
  told: puntoInpsLife,
  on: [
    sets(PuntoInpsProposed, ({ region, province, municipality, address, referenceUnit }) => ({
      ...{ state: 'PROPOSED', kind: 'PUNTO_INPS', region, province, municipality, address, referenceUnit },
    })),
    sets(PuntoInpsEstablished, () => ({ state: 'ESTABLISHED' })),
    sets(PuntoInpsServicesRevised, ({ services }) => ({ services: services.map(({ serviceId }) => serviceId) })),
    sets(PuntoInpsReferenceUnitChanged, ({ referenceUnit }) => ({ referenceUnit })),
    sets(PuntoInpsOpened, ({ openedOn }) => ({ state: 'OPEN', activeFrom: openedOn })),
    sets(PuntoInpsSuspended, () => ({ state: 'SUSPENDED' })),
    sets(PuntoInpsResumed, () => ({ state: 'OPEN' })),
    sets(PuntoInpsClosed, () => ({ state: 'CLOSED' })),
  ],
});
