import { defineCommandOn } from '#use-cases';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import { placeOf } from '../../domain/agenda-day/taken.ts';
import { ANY_DAY, dayId, STAFF } from '../on-agenda-day.ts';
import { appointmentIn, appointmentRefusals, dayNotToday, OnAppointment, requireToday } from './on-appointment.ts';

/** Writes down that the person has come, and gives them a number. */
export class CheckInAppointment extends OnAppointment {}

const EXPECTED = ['BOOKED'] as const;

export const checkInAppointment = defineCommandOn(agendaDay)({
  input: CheckInAppointment,
  summary: 'Writes down that the person of an appointment has come, and gives them their number in the queue.',
  id: dayId,
  by: [STAFF],
  in: ANY_DAY,
  refuses: [dayNotToday, ...appointmentRefusals(EXPECTED)],
  decide: ({ appointmentId }, state, { today }) => {
    const { day, appointment } = appointmentIn(state, appointmentId, EXPECTED);
    requireToday(day, today);
    const queueNumber = day.queue + 1;
    return [{ type: 'AppointmentCheckedIn', data: { ...placeOf(day, appointment), appointmentId, queueNumber } }];
  },
});
