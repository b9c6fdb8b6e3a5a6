import { defineCommandOn } from '#use-cases';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import { requireStatus } from '../../domain/agenda-day/known-appointment.ts';
import { placeOf } from '../../domain/agenda-day/taken.ts';
import { ANY_DAY, dayId, STAFF } from '../on-agenda-day.ts';
import { appointmentIn, appointmentRefusals, dayNotToday, OnAppointment, requireToday } from './on-appointment.ts';

/** Begins to receive the person of an appointment. */
export class StartAppointment extends OnAppointment {}

const WAITING = ['CHECKED_IN'] as const;
/** Whoever is called back or meets on the web comes to no desk to check in at. */
const REACHED = ['BOOKED', 'CHECKED_IN'] as const;

export const startAppointment = defineCommandOn(agendaDay)({
  input: StartAppointment,
  summary: 'Begins to receive the person of an appointment, who has checked in, or is reached from afar.',
  id: dayId,
  by: [STAFF],
  in: ANY_DAY,
  refuses: [dayNotToday, ...appointmentRefusals(WAITING)],
  decide: ({ appointmentId }, state, { today }) => {
    const { day, appointment } = appointmentIn(state, appointmentId, REACHED);
    if (appointment.mode === 'IN_PERSON') requireStatus(appointment, WAITING);
    requireToday(day, today);
    return [{ type: 'AppointmentStarted', data: { ...placeOf(day, appointment), appointmentId } }];
  },
});
