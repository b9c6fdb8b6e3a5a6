import { defineRefusals, toTimestamp } from '#kernel/domain';
import { MINUTE_MS } from '#italy';
import type { DeskEvent } from '../events/desk-events.ts';
import type { AgendaDay, Appointment } from './day-state.ts';
import { placeOf } from './taken.ts';

/** When it may be taken that nobody comes: a choice of ours, hence configuration. */
export interface NoShowRule {
  /** How often somebody is called before. */
  readonly calls: number;
  /** After the start of the appointment, or after the first call where that is later. */
  readonly minutes: number;
}

const refuse = defineRefusals({
  NOT_CALLED_OFTEN_ENOUGH:
    'The person was called {calls} times, and {needed} are needed before the appointment counts as missed: call again.',
  NO_SHOW_TOO_EARLY: [
    'The appointment counts as missed from {from} on, not before: wait until then, and go on with somebody else.',
    'not-yet',
  ],
});

export const noShowRefusals = Object.values(refuse);

/**
 * What becomes of an appointment of which no reception was written down on a day that is over: nobody can be called any more,
 * and who was not called as often as is needed has missed nothing.
 */
export function endOfDay(
  day: AgendaDay,
  appointment: Appointment,
  { calls }: Pick<NoShowRule, 'calls'>,
): Extract<DeskEvent, { type: 'AppointmentMarkedNoShow' | 'AppointmentLapsed' }> {
  const { appointmentId, status } = appointment;
  const data = { ...placeOf(day, appointment), appointmentId };
  if (appointment.calls >= calls) return { type: 'AppointmentMarkedNoShow', data };
  const reason = status === 'CHECKED_IN' ? 'NOT_RECEIVED' : 'NOT_CALLED';
  return { type: 'AppointmentLapsed', data: { ...data, reason } };
}

/**
 * From when on it may be taken that nobody comes, in milliseconds since the epoch.
 * @param firstCall when the person was called first, milliseconds since the epoch
 */
export function noShowFrom({ startsAt }: Pick<Appointment, 'startsAt'>, firstCall: number, { minutes }: NoShowRule) {
  return Math.max(startsAt, firstCall) + minutes * MINUTE_MS;
}

/**
 * Refuses to take it that nobody comes while somebody may still come.
 * @param now milliseconds since the epoch
 * @throws DomainError NOT_CALLED_OFTEN_ENOUGH | NO_SHOW_TOO_EARLY (not-yet)
 */
export function refuseEarlyNoShow(appointment: Appointment, rule: NoShowRule, now: number): void {
  const { appointmentId, calls } = appointment;
  if (calls < rule.calls) throw refuse.NOT_CALLED_OFTEN_ENOUGH({ appointmentId, calls, needed: rule.calls });
  const from = appointment.noShowFrom ?? noShowFrom(appointment, appointment.startsAt, rule);
  if (now < from) throw refuse.NO_SHOW_TOO_EARLY({ appointmentId, from: toTimestamp(from) });
}
