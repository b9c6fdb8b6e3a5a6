import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusals, toTimestamp } from '#kernel/domain';
import { defineCommandOn } from '#use-cases';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { appointmentUnknown, knownAppointment } from '../domain/agenda-day/known-appointment.ts';
import { appointmentMovingYet } from '../domain/agenda-day/moving.ts';
import { reasonOfErasure } from '../domain/agenda-day/reason-of-erasure.ts';
import { placeOf } from '../domain/agenda-day/taken.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { NOT_REBOOKED, type CancellationCause } from '../domain/vocabulary.ts';
import { ANY_DAY, dayId, OnAgendaDay } from './on-agenda-day.ts';

/** Closes an appointment that was displaced and not booked anew within the time for that, or whose person was erased. */
export class CloseDisplacement extends OnAgendaDay {
  /** Id of the appointment. */
  @IsUUID()
  readonly appointmentId!: string;

  /** Id of who was erased, it may be the second person: nothing is waited for then. */
  @IsOptional()
  @IsUUID()
  readonly erased?: string;
}

const refuse = defineRefusals({
  DISPLACEMENT_OVER: ['The appointment is not displaced any more: nothing is left to do.', 'already-so'],
  DISPLACEMENT_OPEN: ['The appointment may be booked anew until {openUntil}: wait.', 'not-yet'],
});

/** What was displaced has no place to give back (A7). */
export const closeDisplacement = defineCommandOn(agendaDay)({
  input: CloseDisplacement,
  summary:
    'Closes an appointment that was displaced and not booked anew within the time for that, or whose person was erased.',
  id: dayId,
  by: [],
  in: ANY_DAY,
  refuses: [refuse, appointmentUnknown, appointmentMovingYet],
  decide: ({ appointmentId, erased }, state, { now }): AgendaDayEvent[] => {
    const { day, appointment } = knownAppointment(state, appointmentId);
    const { status } = appointment;
    const openUntil = erased === undefined ? (appointment.openUntil ?? now) : now;
    if (status !== 'DISPLACED') throw refuse.DISPLACEMENT_OVER({ appointmentId });
    if (appointment.moving) throw appointmentMovingYet({ appointmentId });
    if (openUntil > now) throw refuse.DISPLACEMENT_OPEN({ appointmentId, openUntil: toTimestamp(openUntil) });
    const reason: CancellationCause = erased === undefined ? NOT_REBOOKED : reasonOfErasure(appointment, erased);
    const end = { by: 'SYSTEM' as const, reason };
    return [{ type: 'AppointmentCancelled', data: { ...placeOf(day, appointment), appointmentId, ...end } }];
  },
});
