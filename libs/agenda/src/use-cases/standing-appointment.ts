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

/** Where a day without such an appointment stands. */
type Missing = Pick<Standing, 'scope'> & { readonly appointment?: undefined };

/** An appointment of a day, as it stands now, or where the day stands that has none under this id; undefined without a plan. */
export function standingOn(day: AnyDay, appointmentId: string): Standing | Missing | undefined {
  if (day.status === 'ABSENT') return undefined;
  const scope = agendaDay.scopeOf(day);
  if (!day.appointments.has(appointmentId)) return { scope };
  const { appointment } = knownAppointment(day, appointmentId);
  return { scope, place: placeOf(day, appointment), appointment: { ...appointment } };
}

/**
 * Refuses an appointment that is not there, or not for who asks: persons move what is theirs, staff what stands in their
 * territory. Staff of elsewhere are not told whether a day has such an appointment.
 * @throws DomainError APPOINTMENT_UNKNOWN (not-found) | OUTSIDE_TERRITORY | APPOINTMENT_OF_ANOTHER_PERSON (forbidden)
 */
export function requireOwn(
  principal: AnyPrincipal,
  found: Standing | Missing | undefined,
  appointmentId: string,
): Standing {
  if (found && isStaff(principal)) requireScope(principal, found.scope);
  if (found?.appointment === undefined) throw appointmentUnknown({ appointmentId });
  switch (principal.role) {
    case 'citizen':
      if (ownSubject(principal) !== found.appointment.subject) throw appointmentOfAnother({ appointmentId });
      return found;
    case SELF_SERVICE:
      if (principal.appointment !== appointmentId) throw appointmentOfAnother({ appointmentId });
      return found;
    default:
      return found;
  }
}

function isStaff({ role }: AnyPrincipal): boolean {
  return role !== 'policy' && role !== 'citizen' && role !== SELF_SERVICE;
}
