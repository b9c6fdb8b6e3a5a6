import { IsUUID } from 'class-validator';
import { defineCommandOn } from '#use-cases';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { appointmentMovingYet } from '../domain/agenda-day/moving.ts';
import { placeOf } from '../domain/agenda-day/taken.ts';
import { ANY_DAY, dayId, OnAgendaDay } from './on-agenda-day.ts';

/** Reminds a person of their appointment. */
export class RemindOfAppointment extends OnAgendaDay {
  /** Id of the appointment. */
  @IsUUID()
  readonly appointmentId!: string;
}

/** Of an appointment that is not ahead any more, or not here, nobody is reminded; nothing is refused for good, as nobody asks. */
export const remindOfAppointment = defineCommandOn(agendaDay)({
  input: RemindOfAppointment,
  summary: 'Reminds a person of an appointment that lies ahead, once where it stands.',
  id: dayId,
  by: [],
  in: ANY_DAY,
  refuses: [appointmentMovingYet],
  decide: ({ appointmentId }, day, { now }) => {
    const appointment = day.status === 'ABSENT' ? undefined : day.appointments.get(appointmentId);
    if (day.status === 'ABSENT' || appointment?.status !== 'BOOKED') return [];
    if (appointment.startsAt <= now || appointment.reminded) return [];
    // It may stand elsewhere already, and its person would come here.
    if (appointment.moving) throw appointmentMovingYet({ appointmentId });
    return [{ type: 'AppointmentReminderSent', data: { ...placeOf(day, appointment), appointmentId } }];
  },
});
