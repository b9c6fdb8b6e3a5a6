import { startOf } from '#use-cases/dated';
import type { PuntoInpsEvent } from '../domain/punto-inps/events.ts';
import type { PuntoInpsStatus } from '../domain/punto-inps/vocabulary.ts';

/** A fact with the instant from which law lets it count: 00:00 in Rome of a date. */
export function onDay<Event extends PuntoInpsEvent>(date: string, event: Event): Event {
  return { ...event, effectiveAt: startOf(date) };
}

const change = (from: PuntoInpsStatus, to: PuntoInpsStatus) => ({ from, to });
const act = { authority: 'Direttore generale', number: '12/2026', date: '2026-01-20' };

/** Proposed by the directorate of its province for 10 January 2026. */
export const proposedInps: PuntoInpsEvent = onDay('2026-01-10', {
  type: 'PuntoInpsProposed',
  data: {
    ...{ puntoInpsId: 'inps-1', name: 'Punto INPS di Vergato', region: '08', province: '037', municipality: 'L762' },
    address: { street: 'Piazza Capitani della Montagna 1', postalCode: '40038' },
    ...{ proposedBy: 'DP-BOLOGNA', referenceUnit: 'DP-BOLOGNA', ground: 'LOW_COMPLEXITY', proposedOn: '2026-01-10' },
  },
});

export const analysedInps: PuntoInpsEvent = onDay('2026-01-15', {
  type: 'PuntoInpsDemandAnalysisRecorded',
  data: {
    ...{ analysisId: 'analysis-1', periodFrom: '2025-01-01', periodUntil: '2025-12-31', source: 'Accessi 2025' },
    demand: [{ serviceId: 'duplicato-certificazione-unica', accesses: 420 }],
    analysedOn: '2026-01-15',
  },
});

export const establishedInps: PuntoInpsEvent = onDay('2026-01-20', {
  type: 'PuntoInpsEstablished',
  data: { establishedOn: '2026-01-20', act, ...change('PROPOSED', 'ESTABLISHED') },
});

/** What an open point must have (K1), and a service in real time with its ground. */
export const completeOffer = [
  { serviceId: 'accoglienza-orientamento' },
  { serviceId: 'delega-identita-digitale' },
  { serviceId: 'duplicato-certificazione-unica', analysisId: 'analysis-1' },
];

export const offeredInps: PuntoInpsEvent = onDay('2026-01-25', {
  type: 'PuntoInpsServicesRevised',
  data: { services: completeOffer, revisedOn: '2026-01-25' },
});

export const openedInps: PuntoInpsEvent = onDay('2026-02-02', {
  type: 'PuntoInpsOpened',
  data: { openedOn: '2026-02-02', agendaId: 'agenda-1', ...change('ESTABLISHED', 'OPEN') },
});

export const suspendedInps: PuntoInpsEvent = onDay('2026-02-16', {
  type: 'PuntoInpsSuspended',
  data: { reason: 'PREMISES', suspendedOn: '2026-02-16', until: '2026-03-02', ...change('OPEN', 'SUSPENDED') },
});

export const closedInps: PuntoInpsEvent = onDay('2026-02-20', {
  type: 'PuntoInpsClosed',
  data: { reason: 'REORGANISATION', closedOn: '2026-02-20', ...change('OPEN', 'CLOSED') },
});

/** A point that may be opened. */
export const readyInps: readonly PuntoInpsEvent[] = [proposedInps, analysedInps, establishedInps, offeredInps];
/** The same, open since 2 February 2026. */
export const openInps: readonly PuntoInpsEvent[] = [...readyInps, openedInps];

/** Somebody of INPS, on Mondays and Wednesdays from 9 February 2026 on. */
export const assignedStaff: PuntoInpsEvent = onDay('2026-02-09', {
  type: 'PuntoInpsStaffAssigned',
  data: {
    ...{ assignmentId: 'staff-1', subject: 'subject-1', unit: 'DP-BOLOGNA', from: '2026-02-09', weekdays: [1, 3] },
    person: { subject: 'subject-1', field: 'PuntoInpsStaffAssigned.person' } as never,
  },
});
