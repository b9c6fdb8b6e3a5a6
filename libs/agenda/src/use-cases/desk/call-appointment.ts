import { defineRefusals, toTimestamp } from '#kernel/domain';
import { defineCommandOn } from '#use-cases';
import { MAX_CALLS } from '../../agenda-settings.ts';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import { noShowFrom } from '../../domain/agenda-day/no-show.ts';
import { placeOf } from '../../domain/agenda-day/taken.ts';
import { ANY_DAY, dayId, STAFF } from '../on-agenda-day.ts';
import {
  appointmentIn,
  appointmentRefusals,
  dayNotToday,
  noShowRule,
  OnAppointment,
  requireToday,
} from './on-appointment.ts';

/** Calls the person of an appointment to the desk, or on the telephone. */
export class CallAppointment extends OnAppointment {}

const EXPECTED = ['BOOKED', 'CHECKED_IN'] as const;

const refuse = defineRefusals({
  APPOINTMENT_NOT_DUE: [
    'The appointment begins at {startsAt}, and the person has not come yet: call them then, or check them in before.',
    'not-yet',
  ],
});
export const calledTooOften = defineRefusals({
  CALLED_TOO_OFTEN: 'The person was called {calls} times and does not come: go on with somebody else.',
}).CALLED_TOO_OFTEN;

export const callAppointment = defineCommandOn(agendaDay)({
  input: CallAppointment,
  summary: 'Calls the person of an appointment, who may have checked in or not; each call is counted.',
  id: dayId,
  by: [STAFF],
  in: ANY_DAY,
  needs: { noShow: noShowRule },
  refuses: [refuse, calledTooOften, dayNotToday, ...appointmentRefusals(EXPECTED)],
  decide: ({ appointmentId }, state, { now, today, noShow }) => {
    const { day, appointment } = appointmentIn(state, appointmentId, EXPECTED);
    requireToday(day, today);
    const { status, startsAt, calls } = appointment;
    if (status === 'BOOKED' && now < startsAt) {
      throw refuse.APPOINTMENT_NOT_DUE({ appointmentId, startsAt: toTimestamp(startsAt) });
    }
    if (calls >= MAX_CALLS) throw calledTooOften({ calls });
    const attempt = calls + 1;
    const from = toTimestamp(appointment.noShowFrom ?? noShowFrom(appointment, now, noShow));
    const marks = noShow.byPolicy && attempt >= noShow.calls ? { noShowAt: from } : {};
    const data = { ...placeOf(day, appointment), appointmentId, attempt, noShowFrom: from, ...marks };
    return [{ type: 'AppointmentCalled', data }];
  },
});
