import { ownSubject, requireScope, SELF_SERVICE, type AnyPrincipal, type Scope } from '#use-cases';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import type { Appointment } from '../domain/agenda-day/day-state.ts';
import { appointmentOfAnother, appointmentUnknown, knownAppointment } from '../domain/agenda-day/known-appointment.ts';
import { placeOf, type TakenPlace } from '../domain/agenda-day/taken.ts';
import type { AnyDay } from './on-agenda-day.ts';

/** An appointment where it is, as another day sees it. */
export interface Standing {
  readonly scope: Scope;
  readonly place: TakenPlace;
  readonly appointment: Appointment;
}

/** An appointment of a day, as it stands now; undefined where the day has none under this id. */
export function standingOn(day: AnyDay, appointmentId: string): Standing | undefined {
  if (day.status === 'ABSENT' || !day.appointments.has(appointmentId)) return undefined;
  const { appointment } = knownAppointment(day, appointmentId);
  return { scope: agendaDay.scopeOf(day), place: placeOf(day, appointment), appointment: { ...appointment } };
}

/**
 * Refuses an appointment that is not there, or not for who asks: persons move what is theirs, staff what stands in their
 * territory.
 * @throws DomainError APPOINTMENT_UNKNOWN (not-found) | OUTSIDE_TERRITORY | APPOINTMENT_OF_ANOTHER_PERSON (forbidden)
 */
export function requireOwn(principal: AnyPrincipal, found: Standing | undefined, appointmentId: string): Standing {
  if (!found) throw appointmentUnknown({ appointmentId });
  switch (principal.role) {
    case 'policy':
      return found;
    case 'citizen':
      if (ownSubject(principal) !== found.appointment.subject) throw appointmentOfAnother({ appointmentId });
      return found;
    case SELF_SERVICE:
      if (principal.appointment !== appointmentId) throw appointmentOfAnother({ appointmentId });
      return found;
    default:
      requireScope(principal, found.scope);
      return found;
  }
}
