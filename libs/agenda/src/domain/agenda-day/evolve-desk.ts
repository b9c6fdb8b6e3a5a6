import type { AgendaDayEvent } from '../events/agenda-day-events.ts';
import { deskEventDefinitions, type DeskEvent } from '../events/desk-events.ts';
import type { AgendaDay, Appointment } from './day-state.ts';
import { free } from './taking-places.ts';

const OF_DESK: ReadonlySet<string> = new Set(deskEventDefinitions.map(({ type }) => type));

/** Tells whether an event is of what happens at the desk. */
export function isOfDesk(event: AgendaDayEvent): event is DeskEvent {
  return OF_DESK.has(event.type);
}

/** The day after something happened at its desk; changed in place. */
export function evolveDesk(state: AgendaDay, event: DeskEvent): void {
  switch (event.type) {
    case 'AccessRegistered': {
      const { accessId, serviceId, queueNumber } = event.data;
      state.queue = queueNumber;
      state.accesses.set(accessId, { accessId, serviceId, queueNumber, calls: 0, status: 'WAITING' });
      break;
    }
    case 'AccessCalled':
    case 'AccessStarted':
    case 'AccessCompleted':
    case 'AccessAbandoned':
      evolveAccess(state, event);
      break;
    default: {
      const appointment = state.appointments.get(event.data.appointmentId);
      if (appointment) evolveAppointment(state, appointment, event);
    }
  }
}

type AccessEvent = Extract<DeskEvent, { readonly data: { readonly accessId: string } }>;
type AppointmentEvent = Exclude<DeskEvent, AccessEvent>;

function evolveAccess({ accesses }: AgendaDay, event: Exclude<AccessEvent, { type: 'AccessRegistered' }>): void {
  const access = accesses.get(event.data.accessId);
  if (!access) return;
  switch (event.type) {
    case 'AccessCalled':
      access.calls = event.data.attempt;
      break;
    case 'AccessStarted':
      access.status = 'IN_SERVICE';
      break;
    case 'AccessCompleted':
      access.status = 'COMPLETED';
      break;
    case 'AccessAbandoned':
      access.status = 'ABANDONED';
  }
}

function evolveAppointment(state: AgendaDay, appointment: Appointment, event: AppointmentEvent): void {
  switch (event.type) {
    case 'AppointmentCheckedIn':
      appointment.status = 'CHECKED_IN';
      appointment.queueNumber = event.data.queueNumber;
      state.queue = event.data.queueNumber;
      break;
    case 'AppointmentCalled':
      appointment.calls = event.data.attempt;
      appointment.noShowFrom = Date.parse(event.data.noShowFrom);
      break;
    case 'AppointmentStarted':
      appointment.status = 'IN_SERVICE';
      break;
    // Nobody else is expected in the rest of the time: what of it lies ahead is free at once. It was not given up (A6).
    case 'AppointmentCompleted':
      appointment.status = 'COMPLETED';
      free(state, appointment);
      break;
    case 'AppointmentMarkedNoShow':
      appointment.status = 'NO_SHOW';
      free(state, appointment);
      break;
    case 'AppointmentLapsed':
      appointment.status = 'LAPSED';
      free(state, appointment);
  }
}
