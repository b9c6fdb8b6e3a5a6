import type { AgendaDayEvent } from '../events/agenda-day-events.ts';
import type { AgendaDay, Booking } from './day-state.ts';
import { takenSlots } from './places.ts';
import { takingOf } from './taking.ts';
import { free, take } from './taking-places.ts';

type EventData<T extends AgendaDayEvent['type']> = Extract<AgendaDayEvent, { type: T }>['data'];

/** A day after an event of an appointment that moves; changed in place. */
export function evolveMove(
  state: AgendaDay,
  event: Extract<
    AgendaDayEvent,
    { type: `AppointmentMove${string}` | `${string}WhileMoving` | 'AppointmentRescheduled' }
  >,
): void {
  switch (event.type) {
    case 'AppointmentMoveClaimed': {
      const { appointmentId, moveId, target } = event.data;
      const appointment = state.appointments.get(appointmentId);
      if (appointment) appointment.moving = { moveId, target };
      break;
    }
    case 'AppointmentMoveReleased': {
      const appointment = state.appointments.get(event.data.appointmentId);
      if (appointment?.moving?.moveId === event.data.moveId) delete appointment.moving;
      break;
    }
    case 'AppointmentDisplacedWhileMoving': {
      const { appointmentId, agendaRevision, openUntil } = event.data;
      const appointment = state.appointments.get(appointmentId);
      if (!appointment) break;
      appointment.status = 'DISPLACED';
      appointment.lost = { agendaRevision, openUntil };
      free(state, appointment);
      break;
    }
    case 'AppointmentRescheduled':
      arrive(state, event.data);
      break;
    case 'AppointmentMovedAway':
      leave(state, event.data);
      break;
  }
}

function arrive(state: AgendaDay, data: EventData<'AppointmentRescheduled'>): void {
  const { appointmentId, holdId, mode, sequence: changes } = data;
  const before = state.appointments.get(appointmentId);
  // Within the day it has two places at no time; when the one that it left is offered again follows at once.
  if (before?.status === 'BOOKED') free(state, before);
  const taking = takingOf(state, data, mode);
  const booking = bookingOf(data);
  state.appointments.set(appointmentId, { ...taking, appointmentId, booking, status: 'BOOKED', calls: 0, changes });
  const hold = holdId === undefined ? undefined : state.holds.get(holdId);
  if (hold) hold.status = 'BOOKED';
  else take(state, taking);
}

function leave(state: AgendaDay, data: EventData<'AppointmentMovedAway'>): void {
  const { appointmentId, commitmentId, reofferAt } = data;
  const appointment = state.appointments.get(appointmentId);
  const until = reofferAt === undefined ? undefined : Date.parse(reofferAt);
  if (appointment?.commitmentId === commitmentId) {
    if (until !== undefined) free(state, appointment, until);
    appointment.status = 'MOVED';
    delete appointment.moving;
    delete appointment.lost;
  } else if (appointment && until !== undefined) {
    const kept = new Set(takenSlots(state, appointment));
    const left = { startsAt: Date.parse(data.startsAt), endsAt: Date.parse(data.endsAt) };
    for (const slot of takenSlots(state, left))
      if (!kept.has(slot)) slot.cooling.push({ until, internal: data.internal ?? false });
  }
}

/** What an appointment takes along wherever it goes, as its event says it. */
export function bookingOf(data: EventData<'AppointmentBooked'> | EventData<'AppointmentRescheduled'>): Booking {
  const { channel, serviceLine, serviceId, bookingCode, heldAt, bookedFrom, competent, citizen, secondPerson } = data;
  const booking = { channel, serviceLine, serviceId, bookingCode, citizen };
  if (!heldAt && !bookedFrom && !competent && !secondPerson) return booking;
  const from = bookedFrom ? { bookedFrom } : {};
  const where = { ...(heldAt ? { heldAt } : {}), ...from, ...(competent ? { competent } : {}) };
  return { ...booking, ...where, ...(secondPerson ? { secondPerson } : {}) };
}
