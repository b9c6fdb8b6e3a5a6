import { IsUUID } from 'class-validator';
import { defineRefusals, toTimestamp } from '#kernel/domain';
import { defineCommandOn, draw, IsOneOf, ofAppointment, own } from '#use-cases';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { reofferAt } from '../domain/agenda-day/derived.ts';
import {
  appointmentOfAnother,
  appointmentUnknown,
  knownAppointment,
  requireStatus,
  statusRefusals,
} from '../domain/agenda-day/known-appointment.ts';
import { appointmentMoving, refuseMoving } from '../domain/agenda-day/moving.ts';
import { placeOf } from '../domain/agenda-day/taken.ts';
import { CANCELLATION_REASONS, type CancellationReason } from '../domain/vocabulary.ts';
import { freesTimeAtOnce } from './frees-time-at-once.ts';
import { ANY_DAY, dayId, OnAgendaDay, reofferDelay, STAFF, type AnyDay } from './on-agenda-day.ts';
import { sideOf } from './side-of.ts';

/** Cancels an appointment before it starts, or one that was displaced. */
export class CancelAppointment extends OnAgendaDay {
  /** Id of the appointment. */
  @IsUUID()
  readonly appointmentId!: string;

  @IsOneOf(CANCELLATION_REASONS, 'CancellationReason')
  readonly reason!: CancellationReason;
}

const refuse = defineRefusals({
  APPOINTMENT_ALREADY_STARTED:
    'The appointment began at {startsAt} and is not cancelled any more: book another where it was missed.',
});

/** Also of whoever is there already, and leaves; and of whoever was displaced and declines another place (A7). */
const CANCELLABLE = ['BOOKED', 'CHECKED_IN', 'DISPLACED'] as const;

export const cancelAppointment = defineCommandOn(agendaDay)({
  input: CancelAppointment,
  summary: 'Cancels an appointment before it starts, or one that was displaced.',
  id: dayId,
  by: [
    STAFF,
    own(
      (day: AnyDay, { appointmentId }: CancelAppointment) => knownAppointment(day, appointmentId).appointment.subject,
      appointmentOfAnother,
      ({ appointmentId }) => ({ appointmentId }),
    ),
    ofAppointment(({ appointmentId }: CancelAppointment) => appointmentId, appointmentOfAnother),
  ],
  in: ANY_DAY,
  needs: { reoffer: reofferDelay, drawn: draw('reoffer') },
  refuses: [refuse, appointmentUnknown, appointmentOfAnother, appointmentMoving, ...statusRefusals(CANCELLABLE)],
  prepare: async ({ appointmentId, reason }, { principal }) => ({ appointmentId, reason, by: sideOf(principal) }),
  atOnce: freesTimeAtOnce,
  decide: ({ appointmentId, reason, by }, state, { now, reoffer, drawn }) => {
    const { day, appointment } = knownAppointment(state, appointmentId);
    refuseMoving(appointment);
    requireStatus(appointment, CANCELLABLE);
    const { status, startsAt } = appointment;
    const isDisplaced = status === 'DISPLACED';
    if (!isDisplaced && startsAt <= now)
      throw refuse.APPOINTMENT_ALREADY_STARTED({ appointmentId, startsAt: toTimestamp(startsAt) });
    const freed = isDisplaced ? {} : { reofferAt: reofferAt(drawn, now, reoffer) };
    return [
      { type: 'AppointmentCancelled', data: { ...placeOf(day, appointment), appointmentId, by, reason, ...freed } },
    ];
  },
});
