import { defineRefusal, type Absent } from '#kernel/domain';
import type { AgendaDay, Appointment } from './day-state.ts';

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
