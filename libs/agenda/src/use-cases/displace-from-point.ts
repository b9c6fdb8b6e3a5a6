import { IsUUID } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsRealDate, onItsDay } from '#use-cases';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { appointmentUnknown, knownAppointment } from '../domain/agenda-day/known-appointment.ts';
import { openUntilAfter } from '../domain/agenda-day/derived.ts';
import { appointmentMovingYet } from '../domain/agenda-day/moving.ts';
import { placeOf, whichDay } from '../domain/agenda-day/taken.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { ANY_DAY, dayId, displacedDays, OnAgendaDay } from './on-agenda-day.ts';

/** Displaces an appointment that is held at a Punto Cliente which receives nobody. */
export class DisplaceFromPoint extends OnAgendaDay {
  /** Id of the appointment. */
  @IsUUID()
  readonly appointmentId!: string;

  /** Id of the point. */
  @IsUUID()
  readonly pointId!: string;

  /** Legal date from which on the point receives nobody. */
  @IsRealDate()
  readonly since!: string;
}

const nothingAhead = defineRefusal(
  'APPOINTMENT_NOT_AHEAD',
  'The appointment is not ahead any more: nothing is left to do.',
  'already-so',
);

/** Only what lies ahead is displaced, whatever the legal date of the cause (T1). */
export const displaceFromPoint = defineCommandOn(agendaDay)({
  input: DisplaceFromPoint,
  summary: 'Displaces an appointment that is held at a Punto Cliente which receives nobody.',
  id: dayId,
  by: [],
  in: ANY_DAY,
  needs: { openDays: displacedDays },
  refuses: [nothingAhead, appointmentUnknown, appointmentMovingYet],
  decide: ({ appointmentId, pointId, since }, state, { now, openDays }): AgendaDayEvent[] => {
    const { day, appointment } = knownAppointment(state, appointmentId);
    // Where it stands in the end is decided first: whoever has moved to another place is displaced from none.
    if (appointment.moving) throw appointmentMovingYet({ appointmentId });
    // One that a plan displaced before has no place to lose; were it given back by a plan, nobody would receive it.
    if (appointment.status === 'DISPLACED' && appointment.displacedAt === undefined && appointment.startsAt > now) {
      const cause = { ...whichDay(day.plan), appointmentId, pointId };
      return [onItsDay({ type: 'DisplacementCauseChanged', data: cause }, since)];
    }
    if (appointment.status !== 'BOOKED' || appointment.startsAt <= now) throw nothingAhead({ appointmentId });
    const data = { ...placeOf(day, appointment), appointmentId, pointId, openUntil: openUntilAfter(openDays, now) };
    return [onItsDay({ type: 'AppointmentDisplacedByClosure', data }, since)];
  },
});
