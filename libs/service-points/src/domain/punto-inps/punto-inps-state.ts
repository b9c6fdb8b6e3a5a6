import type { Absent } from '#kernel/domain';
import { suspendedBy, type Overlapping } from '#use-cases/dated';
import type { Address } from '../vocabulary.ts';
import type { PuntoInpsEvent } from './events.ts';
import { premisesOf, type AgreedPremises } from './premises.ts';
import { standstillOf } from './standing-standstill.ts';
import type { Ground, OfferedService, PuntoInpsStandstill, UserGroup } from './vocabulary.ts';

/** An analysis of local demand, as far as services are grounded by it. */
export interface DemandAnalysis {
  readonly analysisId: string;
  /** Ids of the services whose demand it counted. */
  readonly services: readonly string[];
}

/** Somebody of INPS who works at the point. */
export interface StaffAssignment {
  readonly assignmentId: string;
  readonly subject: string;
  /** Code of the unit that the person belongs to. */
  readonly unit: string;
  /** First day. */
  readonly from: string;
  /** Last day. */
  readonly until?: string;
  /** 1 (Monday) to 7 (Sunday). */
  readonly weekdays: readonly number[];
  /** First day on which the person is there no longer. */
  readonly releasedOn?: string;
}

/** What every Punto INPS has, from its proposal on. */
interface Proposed {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly province: string;
  /** Codice catastale. */
  readonly municipality: string;
  readonly address: Address;
  readonly ground: Ground;
  readonly userGroups: readonly UserGroup[];
  /** Day of the proposal: nothing of it takes effect before. */
  readonly proposedOn: string;
  /** Code of its reference unit, one at a time. */
  readonly referenceUnit: string;
  /** Code of the agency that it is made of. */
  readonly replaces?: string;
  readonly analyses: readonly DemandAnalysis[];
  readonly services: readonly OfferedService[];
  readonly staff: readonly StaffAssignment[];
  readonly premises: readonly AgreedPremises[];
}

type ProposedPoint = Proposed & { readonly status: 'PROPOSED' };
type EstablishedPoint = Proposed & { readonly status: 'ESTABLISHED' };
type OpenPoint = Proposed & { readonly status: 'OPEN' };
export type SuspendedPuntoInps = Proposed & Overlapping<PuntoInpsStandstill> & { readonly status: 'SUSPENDED' };
type ClosedPoint = Proposed & { readonly status: 'CLOSED' };

/** A Punto INPS as far as its rules look at it: its status says what else is known. */
export type PuntoInps = ProposedPoint | EstablishedPoint | OpenPoint | SuspendedPuntoInps | ClosedPoint;

/** The state of a Punto INPS after one more fact. Each finds the state that it was decided on, or is not asked for. */
export function evolve(state: PuntoInps | Absent, event: PuntoInpsEvent): PuntoInps {
  if (event.type === 'PuntoInpsProposed') {
    const { puntoInpsId: id, name, region, province, municipality, address, ground, ...rest } = event.data;
    const { userGroups = [], referenceUnit, replaces, proposedOn } = rest;
    return {
      ...{
        status: 'PROPOSED',
        id,
        name,
        region,
        province,
        municipality,
        address,
        ground,
        userGroups,
        referenceUnit,
        proposedOn,
      },
      ...(replaces === undefined ? {} : { replaces }),
      ...{ analyses: [], services: [], staff: [], premises: [] },
    };
  }
  const point = state as PuntoInps;
  switch (event.type) {
    case 'PuntoInpsDemandAnalysisRecorded': {
      const { analysisId, demand } = event.data;
      const analysis = { analysisId, services: demand.map(({ serviceId }) => serviceId) };
      return { ...point, analyses: [...point.analyses, analysis] };
    }
    case 'PuntoInpsEstablished':
      return { ...point, status: 'ESTABLISHED' };
    case 'PuntoInpsServicesRevised':
      return { ...point, services: event.data.services };
    case 'PuntoInpsStaffAssigned': {
      const { person: _sealed, ...assignment } = event.data;
      return { ...point, staff: [...point.staff, assignment] };
    }
    case 'PuntoInpsStaffReleased': {
      const { assignmentId, releasedOn } = event.data;
      // Of several releases the first day counts.
      const released = (one: StaffAssignment): StaffAssignment =>
        one.releasedOn !== undefined && one.releasedOn <= releasedOn ? one : { ...one, releasedOn };
      return { ...point, staff: point.staff.map((one) => (one.assignmentId === assignmentId ? released(one) : one)) };
    }
    case 'PuntoInpsReferenceUnitChanged':
      return { ...point, referenceUnit: event.data.referenceUnit };
    case 'PuntoInpsOpened':
      return { ...point, status: 'OPEN' };
    case 'PuntoInpsSuspended':
      return {
        ...point,
        ...suspendedBy(point.status === 'SUSPENDED' ? point : undefined, standstillOf(event.data), event.data),
        status: 'SUSPENDED',
      };
    case 'PuntoInpsResumed': {
      const { suspension: _over, said: _all, ...rest } = point as SuspendedPuntoInps;
      return { ...rest, status: 'OPEN' };
    }
    case 'PuntoInpsClosed': {
      const { suspension: _over, said: _all, ...rest } = point as SuspendedPuntoInps;
      return { ...rest, status: 'CLOSED' };
    }
    case 'PuntoInpsHostPremisesAgreed':
      return { ...point, premises: [...point.premises, premisesOf(event.data)] };
    // What it corrects is folded corrected.
    case 'PuntoInpsRectified':
      return point;
  }
}
