import { IsUUID } from 'class-validator';
import { defineRefusal, toTimestamp } from '#kernel/domain';
import { commitmentOf } from '#privacy';
import { defineCommandOn, IsRealDate, onItsDay } from '#use-cases';
import type { Commitment } from '#vocabulary';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDay, Appointment } from '../domain/agenda-day/day-state.ts';
import { appointmentUnknown, knownAppointment } from '../domain/agenda-day/known-appointment.ts';
import { appointmentMovingYet } from '../domain/agenda-day/moving.ts';
import { freeIn, takenSlots } from '../domain/agenda-day/places.ts';
import { placeOf } from '../domain/agenda-day/taken.ts';
import { refuseUnfit } from '../domain/commitments/commitment-limits.ts';
import { ANY_DAY, dayId, OnAgendaDay, type AnyDay } from './on-agenda-day.ts';
import { claimOr } from './policy-claims.ts';
import { commitmentLimits } from './take-slots.ts';

/** Gives an appointment that was displaced from a Punto Cliente its places back. */
export class ReinstateAtPoint extends OnAgendaDay {
  /** Id of the appointment. */
  @IsUUID()
  readonly appointmentId!: string;

  /** Id of the point. */
  @IsUUID()
  readonly pointId!: string;

  /** Legal date from which on the point receives again. */
  @IsRealDate()
  readonly since!: string;
}

const notGivenBack = defineRefusal(
  'PLACE_NOT_GIVEN_BACK',
  'The appointment does not get its places back: it is over, they are taken, or the person has booked otherwise.',
  'already-so',
);

/** An appointment that can have its places back, as far as its day tells. */
function displaced(state: AnyDay, appointmentId: string, now: number): { day: AgendaDay; appointment: Appointment } {
  const { day, appointment } = knownAppointment(state, appointmentId);
  if (appointment.moving) throw appointmentMovingYet({ appointmentId });
  const slots = takenSlots(day, appointment);
  const fits = slots.length === appointment.units && slots.every((slot) => freeIn(slot, now, appointment.internal) > 0);
  if (appointment.status !== 'DISPLACED' || appointment.startsAt <= now || !fits) throw notGivenBack({ appointmentId });
  return { day, appointment };
}

/**
 * What the point receives again is given back to whom has not booked otherwise meanwhile (K7): the person's time is claimed
 * anew, within the same limits as for a booking.
 */
export const reinstateAtPoint = defineCommandOn(agendaDay)({
  input: ReinstateAtPoint,
  summary: 'Gives an appointment that was displaced from a Punto Cliente its places back.',
  id: dayId,
  by: [],
  in: ANY_DAY,
  needs: { limits: commitmentLimits },
  refuses: [notGivenBack, appointmentUnknown, appointmentMovingYet],
  claims: ({ appointmentId }, state, { now, limits }) => {
    const { day, appointment } = displaced(state, appointmentId, now);
    const { serviceLine, region, province, unit } = day.plan;
    const { subject, second } = appointment;
    const startsAt = toTimestamp(appointment.startsAt);
    const endsAt = toTimestamp(appointment.endsAt);
    const wanted = { serviceLine, startsAt, endsAt, place: { region, province, unit } };
    const claimOf = (person: string, kind: Commitment['kind']) =>
      commitmentOf(person, { kind, ...wanted }, (commitment, { commitments, givenUp }, at) => {
        // What bound the person before may not be given back yet: it is the same time, at the same place.
        const others = [...commitments].filter((other) => !isSame(other, commitment));
        refuseUnfit(commitment, { commitments: others, givenUp }, { limits, now: at, mayKnow: () => false });
      });
    const claims = [claimOf(subject, 'APPOINTMENT'), ...(second ? [claimOf(second.subject, 'SECOND_PERSON')] : [])];
    return claims.map((claim) => claimOr(claim, () => notGivenBack({ appointmentId })));
  },
  decide: ({ appointmentId, pointId, since }, state, { now, commandId: commitmentId }) => {
    const { day, appointment } = displaced(state, appointmentId, now);
    const place = { ...placeOf(day, appointment), commitmentId };
    const second = place.second && { second: { ...place.second, commitmentId } };
    const data = { ...place, ...second, appointmentId, pointId };
    return [onItsDay({ type: 'AppointmentReinstated', data }, since)];
  },
});

function isSame(one: Commitment, other: Commitment): boolean {
  return (
    one.kind === other.kind &&
    one.serviceLine === other.serviceLine &&
    one.startsAt === other.startsAt &&
    one.endsAt === other.endsAt &&
    one.place?.unit === other.place?.unit
  );
}
