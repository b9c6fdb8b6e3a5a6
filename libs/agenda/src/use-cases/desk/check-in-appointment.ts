import { Equals, IsOptional } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn } from '#use-cases';
import { agendaDay } from '../../domain/agenda-day/agenda-day.ts';
import { placeOf } from '../../domain/agenda-day/taken.ts';
import { ANY_DAY, dayId, STAFF } from '../on-agenda-day.ts';
import { appointmentIn, appointmentRefusals, dayNotToday, OnAppointment, requireToday } from './on-appointment.ts';

/** Writes down that the person has come, and gives them a number. */
export class CheckInAppointment extends OnAppointment {
  /** True where two persons are needed, and both are there. */
  @IsOptional()
  @Equals(true)
  readonly bothPresent?: true;
}

const refuse = defineRefusals({
  SECOND_PERSON_ABSENT:
    'The appointment was booked for two persons: check them in once both are there, and say that they are.',
});

const EXPECTED = ['BOOKED'] as const;

export const checkInAppointment = defineCommandOn(agendaDay)({
  input: CheckInAppointment,
  summary: 'Writes down that the person of an appointment has come, and gives them their number in the queue.',
  id: dayId,
  by: [STAFF],
  in: ANY_DAY,
  refuses: [refuse, dayNotToday, ...appointmentRefusals(EXPECTED)],
  decide: ({ appointmentId, bothPresent }, state, { today }) => {
    const { day, appointment } = appointmentIn(state, appointmentId, EXPECTED);
    requireToday(day, today);
    if (appointment.second && !bothPresent) throw refuse.SECOND_PERSON_ABSENT({ appointmentId });
    const queueNumber = day.queue + 1;
    return [{ type: 'AppointmentCheckedIn', data: { ...placeOf(day, appointment), appointmentId, queueNumber } }];
  },
});
