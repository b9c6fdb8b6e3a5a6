import { IsUUID } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { setting } from '#use-cases';
import { agendaSettings } from '../../agenda-settings.ts';
import type { NoShowRule } from '../../domain/agenda-day/no-show.ts';
import type { AgendaDay, AppointmentStatus } from '../../domain/agenda-day/day-state.ts';
import {
  appointmentUnknown,
  knownAppointment,
  requireStatus,
  statusRefusals,
} from '../../domain/agenda-day/known-appointment.ts';
import { appointmentMoving, refuseMoving } from '../../domain/agenda-day/moving.ts';
import { OnAgendaDay, type AnyDay } from '../on-agenda-day.ts';

/** What every command on an appointment names. */
export abstract class OnAppointment extends OnAgendaDay {
  /** Id of the appointment. */
  @IsUUID()
  readonly appointmentId!: string;
}

/** What {@link appointmentIn} refuses where these states are allowed. */
export function appointmentRefusals(allowed: readonly AppointmentStatus[]) {
  return [appointmentUnknown, appointmentMoving, ...statusRefusals(allowed)];
}

/**
 * An appointment of a day that is in one of these states, and not about to move.
 * @throws DomainError any of {@link appointmentRefusals}
 */
export function appointmentIn(state: AnyDay, appointmentId: string, allowed: readonly AppointmentStatus[]) {
  const known = knownAppointment(state, appointmentId);
  refuseMoving(known.appointment);
  requireStatus(known.appointment, allowed);
  return known;
}

/** When it may be taken that nobody comes, and whether a policy takes it so. */
export const noShowRule = setting(
  agendaSettings,
  ({ noShowCalls, noShowMinutes, noShowByPolicy }): NoShowRule & { readonly byPolicy: boolean } => ({
    ...{ calls: noShowCalls, minutes: noShowMinutes, byPolicy: noShowByPolicy },
  }),
);

/** For who would receive people on another day than today. */
export const dayNotToday = defineRefusal(
  'DAY_NOT_TODAY',
  'Today is {today}, and this is the day {date}: people are received on the day itself, so choose one of today.',
);

/**
 * Refuses a day that is not today: people are called and received on the day itself.
 * @throws DomainError DAY_NOT_TODAY
 */
export function requireToday({ plan: { date } }: AgendaDay, today: LocalDate): void {
  if (date !== today) throw dayNotToday({ date, today });
}
