import { defineCommandOn } from '#use-cases';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import { endOfDay, noShowRefusals, refuseEarlyNoShow } from '../../domain/agenda-day/no-show.ts';
import { placeOf } from '../../domain/agenda-day/taken.ts';
import { freesTimeAtOnce } from '../frees-time-at-once.ts';
import { ANY_DAY, dayId, STAFF } from '../on-agenda-day.ts';
import { appointmentIn, appointmentRefusals, noShowRule, OnAppointment } from './on-appointment.ts';

/** Writes down that nobody came to an appointment. */
export class MarkNoShow extends OnAppointment {}

const EXPECTED = ['BOOKED', 'CHECKED_IN'] as const;

/** Once the day is over nobody can be called any more: who was called too rarely is not said to be missing. */
export const markNoShow = defineCommandOn(agendaDay)({
  input: MarkNoShow,
  summary:
    'Writes down that nobody came to an appointment, after the calls and minutes that are usual; on a later day, of whom was called less often, that the appointment lapsed.',
  id: dayId,
  by: [STAFF],
  in: ANY_DAY,
  needs: { noShow: noShowRule },
  refuses: [...noShowRefusals, ...appointmentRefusals(EXPECTED)],
  atOnce: freesTimeAtOnce,
  decide: ({ appointmentId }, state, { now, today, noShow }) => {
    const { day, appointment } = appointmentIn(state, appointmentId, EXPECTED);
    if (day.plan.date < today) return [endOfDay(day, appointment, noShow)];
    refuseEarlyNoShow(appointment, noShow, now);
    return [{ type: 'AppointmentMarkedNoShow', data: { ...placeOf(day, appointment), appointmentId } }];
  },
});
