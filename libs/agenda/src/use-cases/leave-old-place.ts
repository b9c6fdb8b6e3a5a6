import { IsUUID } from 'class-validator';
import { defineCommandOn, draw, IsJsonObject, IsOneOf } from '#use-cases';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { movedAway } from '../domain/agenda-day/moving.ts';
import { placeOf } from '../domain/agenda-day/taken.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { CANCELLED_BY, type CancelledBy } from '../domain/vocabulary.ts';
import { ANY_DAY, dayId, OnAgendaDay, reofferDelay } from './on-agenda-day.ts';

/** Gives the place back that an appointment had before it moved to another day. */
export class LeaveOldPlace extends OnAgendaDay {
  /** Id of the appointment. */
  @IsUUID()
  readonly appointmentId!: string;

  /** Id of the command that moved it. */
  @IsUUID()
  readonly moveId!: string;

  @IsOneOf(CANCELLED_BY, 'CancelledBy')
  readonly by!: CancelledBy;

  /** Where it stands now. */
  @IsJsonObject()
  readonly to!: Extract<AgendaDayEvent, { type: 'AppointmentMovedAway' }>['data']['to'];
}

/** Nothing is left to do where it has left before: there is nothing to refuse, as nobody asks. */
export const leaveOldPlace = defineCommandOn(agendaDay)({
  input: LeaveOldPlace,
  summary: 'Gives the place back that an appointment had before it moved to another day.',
  id: dayId,
  by: [],
  in: ANY_DAY,
  needs: { reoffer: reofferDelay, drawn: draw('reoffer') },
  decide: ({ appointmentId, moveId, by, to }, day, known) => {
    const appointment = day.status === 'ABSENT' ? undefined : day.appointments.get(appointmentId);
    if (day.status === 'ABSENT' || appointment?.moving?.moveId !== moveId) return [];
    const place = placeOf(day, appointment);
    return [movedAway({ place, appointment }, { moveId, by, to }, known)];
  },
});
