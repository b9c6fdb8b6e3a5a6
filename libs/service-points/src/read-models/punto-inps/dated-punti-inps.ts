import { defineDatedKind, settingOf } from '#use-cases';
import {
  PuntoInpsClosed,
  PuntoInpsEstablished,
  puntoInpsEvents,
  PuntoInpsHostPremisesAgreed,
  PuntoInpsOpened,
  PuntoInpsProposed,
  PuntoInpsReferenceUnitChanged,
  PuntoInpsResumed,
  PuntoInpsServicesRevised,
  PuntoInpsStaffAssigned,
  PuntoInpsStaffReleased,
  PuntoInpsSuspended,
} from '../../domain/punto-inps/events.ts';
import { puntoInpsLife } from '../../domain/punto-inps/punto-inps.ts';
import { toComeOfPuntoInps } from '../../domain/punto-inps/to-come.ts';
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
  /** Who of INPS works there, each assignment with its own dates. */
  readonly staff?: readonly AssignmentOnDate[];
  /** Agreements on its premises, each with its own dates. */
  readonly premises?: readonly PremisesOnDate[];
}

/** That somebody of INPS works at a Punto INPS; who it is plays no part. */
export interface AssignmentOnDate {
  readonly assignmentId: string;
  /** First day. */
  readonly from: string;
  /** Last day. */
  readonly until?: string;
  /** 1 (Monday) to 7 (Sunday). */
  readonly weekdays: readonly number[];
  /** First day on which the person is there no longer. */
  readonly releasedOn?: string;
}

/** What premises cost. */
export interface PremisesOnDate {
  /** Cents of a euro. */
  readonly yearlyCostCents: number;
  /** First day. */
  readonly from: string;
  /** Last day. */
  readonly until: string;
}

const sets = settingOf<PuntoInpsOnDate>();

/** What the events of a Punto INPS set of it, from their legal time on. */
export const datedPuntiInps = defineDatedKind<PuntoInpsOnDate>({
  thing: 'PuntoInps',
  among: 'points',
  // Suspensions of earlier versions are told from those that may overlap.
  version: 2,
  events: puntoInpsEvents,
  told: puntoInpsLife,
  toCome: toComeOfPuntoInps,
  on: [
    sets(PuntoInpsProposed, ({ region, province, municipality, address, referenceUnit }) => ({
      ...{ state: 'PROPOSED', kind: 'PUNTO_INPS', region, province, municipality, address, referenceUnit },
    })),
    sets(PuntoInpsEstablished, () => ({ state: 'ESTABLISHED' })),
    sets(PuntoInpsServicesRevised, ({ services }) => ({ services: services.map(({ serviceId }) => serviceId) })),
    sets(PuntoInpsStaffAssigned, ({ assignmentId, from, until, weekdays }, before) => {
      const assignment = { assignmentId, from, ...(until === undefined ? {} : { until }), weekdays };
      return { staff: [...(before?.staff ?? []), assignment] };
    }),
    sets(PuntoInpsStaffReleased, ({ assignmentId, releasedOn }, before) => ({
      staff: (before?.staff ?? []).map((one) => (one.assignmentId === assignmentId ? { ...one, releasedOn } : one)),
    })),
    sets(PuntoInpsHostPremisesAgreed, ({ yearlyCostCents, from, until }, before) => ({
      premises: [...(before?.premises ?? []), { yearlyCostCents, from, until }],
    })),
    sets(PuntoInpsReferenceUnitChanged, ({ referenceUnit }) => ({ referenceUnit })),
    sets(PuntoInpsOpened, ({ openedOn }) => ({ state: 'OPEN', activeFrom: openedOn })),
    sets(PuntoInpsSuspended, () => ({ state: 'SUSPENDED' })),
    sets(PuntoInpsResumed, () => ({ state: 'OPEN' })),
    sets(PuntoInpsClosed, () => ({ state: 'CLOSED' })),
  ],
});
