import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn } from '#use-cases';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import type { AgendaDay, Appointment } from '../../domain/agenda-day/day-state.ts';
import { knownAppointment, appointmentUnknown } from '../../domain/agenda-day/known-appointment.ts';
import { appointmentMovingYet } from '../../domain/agenda-day/moving.ts';
import { endOfDay, noShowRefusals, refuseEarlyNoShow, type NoShowRule } from '../../domain/agenda-day/no-show.ts';
import type { AgendaDayEvent } from '../../domain/events/agenda-day-events.ts';
import { dayId, OnAgendaDay } from '../on-agenda-day.ts';
import { ofAccess, PLANNED } from './on-access.ts';
import { noShowRule } from './on-appointment.ts';

/** Ends what nobody was received for: one appointment to which nobody came, or all that are left of a day that is over. */
export class MarkMissedByPolicy extends OnAgendaDay {
  /** Id of the appointment; of all of the day when absent. */
  @IsOptional()
  @IsUUID()
  readonly appointmentId?: string;
}

const refuse = defineRefusals({
  DAY_NOT_OVER: ['The day {date} is not over: wait until it is.', 'not-yet'],
});

/** Where somebody has come after all, and where policies mark none, nothing is left to do. */
export const markMissedByPolicy = defineCommandOn(agendaDay)({
  input: MarkMissedByPolicy,
  summary:
    'Writes down that nobody came to an appointment; of a day that is over, what became of all of whom no reception was written down, and that who waited on has left.',
  id: dayId,
  by: [],
  in: PLANNED,
  needs: { noShow: noShowRule },
  refuses: [refuse, appointmentUnknown, appointmentMovingYet, ...noShowRefusals],
  decide: ({ appointmentId }, day, { now, today, noShow }): AgendaDayEvent[] => {
    if (!noShow.byPolicy) return [];
    if (appointmentId === undefined) {
      const { date } = day.plan;
      if (date >= today) throw refuse.DAY_NOT_OVER({ date });
      const over = [...day.appointments.values()].filter(isExpected);
      return [...over.map((appointment) => ended(day, appointment, noShow)), ...whoHasLeft(day)];
    }
    const { appointment } = knownAppointment(day, appointmentId);
    if (!isExpected(appointment) || appointment.calls < noShow.calls) return [];
    refuseEarlyNoShow(appointment, noShow, now);
    return [ended(day, appointment, noShow)];
  },
});

function isExpected({ status }: Appointment): boolean {
  return status === 'BOOKED' || status === 'CHECKED_IN';
}

/**
 * Nobody checks in for what is kept from afar, nor where a desk registers nobody: that says of no one that they did not come,
 * even where no call is needed for it.
 */
function isUnheardOf(day: AgendaDay, { mode, status, calls }: Appointment): boolean {
  return status === 'BOOKED' && calls === 0 && (mode !== 'IN_PERSON' || day.queue === 0);
}

/** @throws DomainError APPOINTMENT_MOVING_YET (not-yet) */
function ended(day: AgendaDay, appointment: Appointment, rule: NoShowRule): AgendaDayEvent {
  const { appointmentId, moving } = appointment;
  if (moving) throw appointmentMovingYet({ appointmentId });
  return endOfDay(day, appointment, { calls: isUnheardOf(day, appointment) ? Math.max(rule.calls, 1) : rule.calls });
}

function whoHasLeft(day: AgendaDay): AgendaDayEvent[] {
  return [...day.accesses.values()]
    .filter(({ status }) => status === 'WAITING')
    .map((access) => ({ type: 'AccessAbandoned', data: ofAccess(day, access) }));
}
