import { isDomainError, type Absent } from '#kernel/domain';
import { addDays, type LocalDate } from '#italy';
import {
  dateAhead,
  LATEST,
  withItsResumption,
  type Correction,
  type Inconsistency,
  type Surroundings,
} from '#use-cases/dated';
import type { PuntoInpsEvent } from './events.ts';
import { requireCompleteOffer, requireOffer } from './offered-services.ts';
import type { PuntoInps } from './punto-inps-state.ts';
import { clashing } from './staff.ts';
import { SUSPENSIONS } from './suspension-kind.ts';

type Type = PuntoInpsEvent['type'];
type Fields = Readonly<Record<string, unknown>>;

/** What of each fact can be corrected: a date, a number, an act (T2). */
export const CORRECTABLE: Partial<Readonly<Record<Type, readonly string[]>>> = {
  PuntoInpsProposed: ['proposedOn'],
  PuntoInpsDemandAnalysisRecorded: ['periodFrom', 'periodUntil', 'analysedOn'],
  PuntoInpsEstablished: ['establishedOn', 'act'],
  PuntoInpsServicesRevised: ['revisedOn'],
  PuntoInpsStaffAssigned: ['from', 'until'],
  PuntoInpsStaffReleased: ['releasedOn'],
  PuntoInpsHostPremisesAgreed: ['from', 'until', 'yearlyCostCents', 'act'],
  PuntoInpsReferenceUnitChanged: ['changedOn'],
  PuntoInpsOpened: ['openedOn'],
  PuntoInpsSuspended: ['suspendedOn', 'until'],
  PuntoInpsResumed: ['resumedOn'],
  PuntoInpsClosed: ['closedOn'],
};

/** What may never have been. A point that was never established or opened is closed, and one that was closed stays so. */
export const ANNULLABLE: readonly Type[] = [
  'PuntoInpsDemandAnalysisRecorded',
  'PuntoInpsServicesRevised',
  'PuntoInpsStaffAssigned',
  'PuntoInpsStaffReleased',
  'PuntoInpsHostPremisesAgreed',
  'PuntoInpsReferenceUnitChanged',
  'PuntoInpsSuspended',
  'PuntoInpsResumed',
];

/** A correction with what follows from it: the resumption of a suspension, the release of an assignment that never was. */
export function withWhatFollows(
  correction: Correction<Type>,
  surroundings: Surroundings<PuntoInps, PuntoInpsEvent>,
): readonly Correction<Type>[] {
  const { of, revision, changes } = correction;
  if (of === 'PuntoInpsSuspended') return withItsResumption(SUSPENSIONS, correction, surroundings);
  const assigned = surroundings.facts.find((fact) => fact.revision === revision)?.event;
  if (changes || assigned?.type !== 'PuntoInpsStaffAssigned') return [correction];
  const { assignmentId } = assigned.data;
  const released = surroundings.facts.filter(
    ({ event }) => event.type === 'PuntoInpsStaffReleased' && event.data.assignmentId === assignmentId,
  );
  return [correction, ...released.map((fact) => ({ revision: fact.revision, of: fact.event.type }))];
}

/** Looks whether the dates of a corrected fact can be: it has happened, and they follow each other. */
export function inconsistencyOf(event: PuntoInpsEvent, today: LocalDate): Inconsistency | undefined {
  const { type, data } = event;
  const notAfter = (field: string, date: LocalDate, bound: LocalDate): Inconsistency[] =>
    date > bound ? [{ field, bound }] : [];
  switch (type) {
    case 'PuntoInpsDemandAnalysisRecorded':
      return [
        ...notAfter('analysedOn', data.analysedOn, today),
        ...notAfter('periodUntil', data.periodUntil, data.analysedOn),
        ...notAfter('periodFrom', data.periodFrom, data.periodUntil),
      ][0];
    // What is agreed or assigned may lie ahead.
    case 'PuntoInpsStaffAssigned':
    case 'PuntoInpsHostPremisesAgreed':
      return notAfter('from', data.from, data.until ?? LATEST)[0];
    case 'PuntoInpsStaffReleased':
      return undefined;
    case 'PuntoInpsSuspended': {
      const { suspendedOn, until } = data;
      const last = until !== undefined && until <= today ? addDays(until, -1) : today;
      return notAfter('suspendedOn', suspendedOn, last)[0];
    }
    default:
      return dateAhead(event, (CORRECTABLE[type] ?? []).filter(isLegalDate), today);
  }
}

/** Tells whether a field of a fact is the date from which it takes effect. */
export function isLegalDate(field: string): boolean {
  return /On$|^from$/.test(field);
}

/** What may be older than the proposal. */
const MAY_PRECEDE: readonly Type[] = ['PuntoInpsHostPremisesAgreed', 'PuntoInpsDemandAnalysisRecorded'];

/** The date of a fact of which nothing takes effect before the proposal. */
function dateOf({ type, data }: PuntoInpsEvent): LocalDate | undefined {
  const field = MAY_PRECEDE.includes(type) ? undefined : CORRECTABLE[type]?.find(isLegalDate);
  return field === undefined ? undefined : String((data as unknown as Fields)[field]);
}

/** Whether a fact finds what it was decided on. */
export function holds(found: PuntoInps | Absent, event: PuntoInpsEvent): boolean {
  if (found.status === 'ABSENT') return event.type === 'PuntoInpsProposed';
  const date = dateOf(event);
  if (date !== undefined && date < found.proposedOn) return false;
  switch (event.type) {
    case 'PuntoInpsServicesRevised': {
      const { services } = event.data;
      const receives = found.status === 'OPEN' || found.status === 'SUSPENDED';
      return isSo(() => {
        requireOffer(services, found);
        if (receives) requireCompleteOffer(services);
      });
    }
    case 'PuntoInpsStaffAssigned': {
      const { subject, from, until, weekdays } = event.data;
      const days = { subject, from, ...(until === undefined ? {} : { until }), weekdays };
      return clashing(found.staff, days) === undefined;
    }
    case 'PuntoInpsStaffReleased': {
      const { assignmentId, releasedOn } = event.data;
      const assignment = found.staff.find((one) => one.assignmentId === assignmentId);
      return assignment !== undefined && releasedOn >= assignment.from && releasedOn <= (assignment.until ?? LATEST);
    }
    case 'PuntoInpsReferenceUnitChanged':
      return found.referenceUnit === event.data.previous;
    case 'PuntoInpsOpened':
      return (
        found.analyses.length > 0 &&
        isSo(() => {
          requireCompleteOffer(found.services);
        })
      );
    case 'PuntoInpsSuspended':
      // Of what is recorded late two may overlap; a correction says when each was, and has them apart.
      return found.status !== 'SUSPENDED';
    case 'PuntoInpsResumed':
      return found.status === 'SUSPENDED' && event.data.resumedOn <= (found.suspension.until ?? LATEST);
    default:
      return true;
  }
}

function isSo(require: () => void): boolean {
  try {
    require();
    return true;
  } catch (refusal) {
    if (isDomainError(refusal)) return false;
    throw refusal;
  }
}
