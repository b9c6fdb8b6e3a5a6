import { deriveId, DomainError, refuseAbandoned, toTimestamp } from '#kernel';
import type { AgendaDayEvent, DayPlan } from '../events/agenda-day-events.ts';
import type { Channel, Mode } from '../events/schemas.ts';
import { refuseMode, refuseModeOnChannel, refuseOtherTimes, refuseWrongTime } from './booking-rules.ts';
import type {
  AgendaDayContext,
  BookAppointment,
  BookFreeAppointment,
  BookHeldAppointment,
  CancelAppointment,
} from './day-commands.ts';
import type { AgendaDayState, Appointment, Hold } from './day-state.ts';
import { bookingCodeOf, reofferAt } from './derived.ts';
import { knownHold } from './holds.ts';
import { refuseFull, wantedSlots } from './places.ts';
import { placeOf, planOf, type TakenPlace } from './taken.ts';

/**
 * Decides {@link BookAppointment}, of a hold or of free places.
 * @throws DomainError of a hold: HOLD_UNKNOWN | HOLD_OF_ANOTHER_PERSON | HOLD_EXPIRED | HOLD_ALREADY_BOOKED |
 *   HOLD_ALREADY_RELEASED | HOLD_MODE_DIFFERS | SLOT_IN_THE_PAST | MODE_NOT_ALLOWED_ON_CHANNEL |
 *   STRONG_IDENTITY_REQUIRED; of free places what `holdSlot` throws
 */
export function bookAppointment(
  command: BookAppointment,
  state: AgendaDayState,
  context: AgendaDayContext,
): AgendaDayEvent[] {
  refuseAbandoned(context.commandId, state.abandoned);
  return command.holdId === undefined ? [bookFree(command, state, context)] : [bookHeld(command, state, context)];
}

function bookHeld(command: BookHeldAppointment, state: AgendaDayState, context: AgendaDayContext): AgendaDayEvent {
  const { holdId, mode, channel, identity } = command;
  const hold = knownHold(state, holdId);
  refuseUnusableHold(hold, command.subject, context.now);
  if (mode !== undefined && mode !== hold.mode) {
    throw new DomainError('HOLD_MODE_DIFFERS', { holdId, held: hold.mode, wanted: mode });
  }
  // It may be booked elsewhere than it was held.
  refuseModeOnChannel(hold.mode, channel, identity);
  return booked(command, planOf(state), placeOf(state, hold), { holdId, mode: hold.mode, channel }, context);
}

function refuseUnusableHold(hold: Hold, subject: string, now: number): void {
  const { holdId, status, startsAt } = hold;
  if (hold.subject !== subject) throw new DomainError('HOLD_OF_ANOTHER_PERSON', { holdId }, 'forbidden');
  const expiresAt = toTimestamp(hold.expiresAt);
  if (status === 'EXPIRED' || (status === 'HELD' && hold.expiresAt <= now)) {
    throw new DomainError('HOLD_EXPIRED', { holdId, expiresAt }, 'conflict');
  }
  if (status !== 'HELD') throw new DomainError(`HOLD_ALREADY_${status}`, { holdId }, 'conflict');
  if (startsAt <= now)
    throw new DomainError('SLOT_IN_THE_PAST', { startsAt: toTimestamp(startsAt), now: toTimestamp(now) });
}

function bookFree(command: BookFreeAppointment, state: AgendaDayState, context: AgendaDayContext): AgendaDayEvent {
  const { start, units, mode, channel, identity, subject, claimed } = command;
  const plan = planOf(state, start);
  const wanted = wantedSlots(state, start, units);
  refuseWrongTime(wanted, plan, context.now);
  refuseMode(mode, plan, channel, identity);
  refuseOtherTimes(wanted, claimed);
  refuseFull(wanted, context.now);
  const { agendaId, date } = plan;
  const { startsAt, endsAt } = wanted;
  const place = { agendaId, date, start, startsAt, endsAt, units, subject, commitmentId: context.commandId };
  return booked(command, plan, place, { mode, channel }, context);
}

function booked(
  { serviceId, citizen }: BookAppointment,
  { serviceLine }: DayPlan,
  place: TakenPlace,
  how: { readonly holdId?: string; readonly mode: Mode; readonly channel: Channel },
  { commandId }: AgendaDayContext,
): AgendaDayEvent {
  const appointmentId = deriveId('Appointment', commandId);
  const bookingCode = bookingCodeOf(commandId);
  return {
    type: 'AppointmentBooked',
    data: { ...place, appointmentId, ...how, serviceLine, serviceId, bookingCode, citizen },
  };
}

/**
 * Decides {@link CancelAppointment}.
 * @throws DomainError APPOINTMENT_UNKNOWN (not-found) | APPOINTMENT_ALREADY_CANCELLED | APPOINTMENT_ALREADY_DISPLACED
 *   (already-so) | APPOINTMENT_ALREADY_STARTED
 */
export function cancelAppointment(
  { appointmentId, by, reason }: CancelAppointment,
  state: AgendaDayState,
  { commandId, now, reoffer }: AgendaDayContext,
): AgendaDayEvent[] {
  const appointment = knownAppointment(state, appointmentId);
  const { status, startsAt } = appointment;
  if (status !== 'BOOKED') {
    throw new DomainError(`APPOINTMENT_ALREADY_${status}`, { appointmentId }, 'already-so');
  }
  if (startsAt <= now) {
    throw new DomainError('APPOINTMENT_ALREADY_STARTED', { appointmentId, startsAt: toTimestamp(startsAt) });
  }
  const freed = reofferAt(commandId, now, reoffer);
  return [
    {
      type: 'AppointmentCancelled',
      data: { ...placeOf(state, appointment), appointmentId, by, reason, reofferAt: freed },
    },
  ];
}

/** An appointment that the day knows, whatever became of it. */
export function knownAppointment(state: AgendaDayState, appointmentId: string): Appointment {
  const appointment = state.appointments.get(appointmentId);
  if (!appointment) throw new DomainError('APPOINTMENT_UNKNOWN', { appointmentId }, 'not-found');
  return appointment;
}
