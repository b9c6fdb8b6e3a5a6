import { defineRefusals, toTimestamp } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { deliveryRefusals } from '../delivered-services.ts';
import type { Mode } from '../vocabulary.ts';
import type { Appointment } from './day-state.ts';
import { requireStatus, statusRefusals } from './known-appointment.ts';
import { appointmentMoving, refuseMoving } from './moving.ts';

const refuse = defineRefusals({
  APPOINTMENT_BEGUN: 'The appointment began at {startsAt} and is not moved any more: book another where it was missed.',
  APPOINTMENT_IS_THERE: ['The appointment stands at that place already: nothing is left to do.', 'already-so'],
});

/** Also one that was displaced (A7). */
const MOVABLE = ['BOOKED', 'DISPLACED'] as const;

/** What {@link requireMovable} refuses, and where the appointment goes. */
export const movableRefusals = [refuse, ...statusRefusals(MOVABLE), appointmentMoving, ...deliveryRefusals];

/**
 * Refuses to move an appointment that is over, has begun, or is moved by somebody else. One that was displaced may be moved
 * for as long as it is open, also once its time has passed.
 * @param now milliseconds since the epoch
 * @throws DomainError APPOINTMENT_MOVING (conflict) | APPOINTMENT_BEGUN, and what the state of the appointment says
 */
export function requireMovable(appointment: Appointment, now: number): void {
  const { appointmentId, status, startsAt } = appointment;
  refuseMoving(appointment);
  requireStatus(appointment, MOVABLE);
  if (status === 'BOOKED' && startsAt <= now) {
    throw refuse.APPOINTMENT_BEGUN({ appointmentId, startsAt: toTimestamp(startsAt) });
  }
}

/** A place on a day. */
interface Place {
  readonly agendaId: string;
  readonly date: LocalDate;
  readonly mode: Mode;
  /** RFC 3339. */
  readonly startsAt: string;
  readonly endsAt: string;
}

/**
 * Refuses to move an appointment to where it is.
 * @throws DomainError APPOINTMENT_IS_THERE (already-so)
 */
export function refuseSamePlace({ status, appointmentId }: Appointment, from: Place, to: Place): void {
  const keys = ['agendaId', 'date', 'startsAt', 'endsAt', 'mode'] as const;
  const isSame = keys.every((key) => from[key] === to[key]);
  if (status === 'BOOKED' && isSame) throw refuse.APPOINTMENT_IS_THERE({ appointmentId });
}
