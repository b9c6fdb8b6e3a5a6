import { defineRefusal, defineRefusals, type Absent, type Refusal } from '#kernel/domain';
import type { AgendaDay, Appointment, AppointmentStatus } from './day-state.ts';

export const appointmentUnknown = defineRefusal(
  'APPOINTMENT_UNKNOWN',
  'The day has no appointment under this id: look it up among those of the day or of the person.',
  'not-found',
);
export const appointmentOfAnother = defineRefusal(
  'APPOINTMENT_OF_ANOTHER_PERSON',
  'This appointment belongs to another person: name one of your own.',
  'forbidden',
);

// Whoever asks may be the person or the desk: no sentence says what the other one is to do as if they were.
const refuse = defineRefusals({
  APPOINTMENT_NOT_CHECKED_IN: 'Nobody has checked in for the appointment yet: check the person in first.',
  APPOINTMENT_CHECKED_IN: 'The person has checked in and waits: the desk starts the appointment when they are called.',
  APPOINTMENT_IN_SERVICE: 'The person is being received: the desk completes the appointment when that is over.',
  APPOINTMENT_ALREADY_COMPLETED: ['The appointment was completed before: nothing is left to do.', 'already-so'],
  APPOINTMENT_ALREADY_CANCELLED: ['The appointment was cancelled before: nothing is left to do.', 'already-so'],
  APPOINTMENT_ALREADY_NO_SHOW: [
    'Nobody came to the appointment, as was written down before: book another; who comes late has it registered at the desk.',
    'already-so',
  ],
  APPOINTMENT_ALREADY_LAPSED: [
    'The day of the appointment is over, and nobody was received: book another.',
    'already-so',
  ],
  APPOINTMENT_ALREADY_DISPLACED: [
    'The appointment was lost to a change of the plan: nothing is left to do but to book another.',
    'already-so',
  ],
  APPOINTMENT_ALREADY_MOVED: [
    'The appointment was moved to another place: look it up there, under the same id.',
    'already-so',
  ],
});

/** Why an appointment that has come to a state is not taken for one in another. */
const REFUSAL_IN: Readonly<Record<AppointmentStatus, Refusal>> = {
  BOOKED: refuse.APPOINTMENT_NOT_CHECKED_IN,
  CHECKED_IN: refuse.APPOINTMENT_CHECKED_IN,
  IN_SERVICE: refuse.APPOINTMENT_IN_SERVICE,
  COMPLETED: refuse.APPOINTMENT_ALREADY_COMPLETED,
  CANCELLED: refuse.APPOINTMENT_ALREADY_CANCELLED,
  NO_SHOW: refuse.APPOINTMENT_ALREADY_NO_SHOW,
  LAPSED: refuse.APPOINTMENT_ALREADY_LAPSED,
  DISPLACED: refuse.APPOINTMENT_ALREADY_DISPLACED,
  MOVED: refuse.APPOINTMENT_ALREADY_MOVED,
};

/** What {@link requireStatus} refuses where these states are allowed. */
export function statusRefusals(allowed: readonly AppointmentStatus[]): readonly Refusal[] {
  return (Object.keys(REFUSAL_IN) as AppointmentStatus[])
    .filter((status) => !allowed.includes(status))
    .map((status) => REFUSAL_IN[status]);
}

/**
 * An appointment that the day knows, whatever became of it.
 * @throws DomainError APPOINTMENT_UNKNOWN (not-found)
 */
export function knownAppointment(
  day: AgendaDay | Absent,
  appointmentId: string,
): { readonly day: AgendaDay; readonly appointment: Appointment } {
  const appointment = day.status === 'ABSENT' ? undefined : day.appointments.get(appointmentId);
  if (day.status === 'ABSENT' || !appointment) throw appointmentUnknown({ appointmentId });
  return { day, appointment };
}

/**
 * Refuses an appointment that has come to another state than these; the code says to which.
 * @throws DomainError any of {@link statusRefusals}
 */
export function requireStatus(
  { appointmentId, status }: Pick<Appointment, 'appointmentId' | 'status'>,
  allowed: readonly AppointmentStatus[],
): void {
  if (!allowed.includes(status)) throw REFUSAL_IN[status]({ appointmentId });
}
