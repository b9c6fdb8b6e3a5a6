import { IsInt, IsUUID, Min } from 'class-validator';
import { defineRefusal, toTimestamp } from '#kernel/domain';
import { commitmentOf } from '#privacy';
import { defineCommandOn, IsRealDate, onItsDay } from '#use-cases';
import type { Commitment } from '#vocabulary';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDay, Appointment } from '../domain/agenda-day/day-state.ts';
import { appointmentUnknown, knownAppointment } from '../domain/agenda-day/known-appointment.ts';
import { appointmentMovingYet } from '../domain/agenda-day/moving.ts';
import { freeIn, takenSlots } from '../domain/agenda-day/places.ts';
import { placeOf, whichDay } from '../domain/agenda-day/taken.ts';
import { refuseUnfit, type CommitmentLimits } from '../domain/commitments/commitment-limits.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { ANY_DAY, dayId, OnAgendaDay, type AnyDay } from './on-agenda-day.ts';
import { claimOr } from './policy-claims.ts';
import { commitmentLimits } from './take-slots.ts';

/** What every command names that gives a displaced appointment its places back. */
abstract class Reinstate extends OnAgendaDay {
  /** Id of the appointment. */
  @IsUUID()
  readonly appointmentId!: string;
}

/** Gives an appointment that was displaced by a plan its places back. */
export class ReinstateAppointment extends Reinstate {
  /** Revision of the agenda that the plan follows from which has room for it. */
  @IsInt()
  @Min(0)
  readonly agendaRevision!: number;
}

/** Gives an appointment that was displaced from a Punto Cliente its places back. */
export class ReinstateAtPoint extends Reinstate {
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

interface Displaced {
  readonly day: AgendaDay;
  readonly appointment: Appointment;
}

/** An appointment that is displaced and lies ahead. */
function ahead(state: AnyDay, appointmentId: string, now: number): Displaced {
  const { day, appointment } = knownAppointment(state, appointmentId);
  if (appointment.moving) throw appointmentMovingYet({ appointmentId });
  if (appointment.status !== 'DISPLACED' || appointment.startsAt <= now) throw notGivenBack({ appointmentId });
  return { day, appointment };
}

/** Whether its day has its slots, free or not, and has not ceased to offer its service. */
function isOpen({ day, appointment }: Displaced): boolean {
  const { units, lacksService } = appointment;
  return takenSlots(day, appointment).length === units && !lacksService;
}

/** Refuses one that cannot have its places back, as far as its day tells. */
function requirePlaces({ day, appointment }: Displaced, now: number): void {
  const { appointmentId, internal } = appointment;
  const isFree = takenSlots(day, appointment).every((slot) => freeIn(slot, now, internal) > 0);
  if (!isOpen({ day, appointment }) || !isFree) throw notGivenBack({ appointmentId });
}

/**
 * What receives again is given back to whom has not booked otherwise meanwhile (A7, K7): the person's time is claimed anew,
 * within the same limits as for a booking.
 */
const givesBack = {
  id: dayId,
  by: [] as [],
  in: ANY_DAY,
  needs: { limits: commitmentLimits },
  refuses: [notGivenBack, appointmentUnknown, appointmentMovingYet],
  claims: (
    { appointmentId }: Reinstate,
    state: AnyDay,
    { now, limits }: { readonly now: number; readonly limits: CommitmentLimits },
  ) => {
    const found = ahead(state, appointmentId, now);
    if (!isOpen(found)) return [];
    requirePlaces(found, now);
    const { day, appointment } = found;
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
};

/** The places as they are bound anew, for everybody who comes. */
function placesGivenBack({ day, appointment }: Displaced, commitmentId: string) {
  const { appointmentId } = appointment;
  const place = { ...placeOf(day, appointment), commitmentId };
  const second = place.second && { second: { ...place.second, commitmentId } };
  return { ...place, ...second, appointmentId };
}

/** One whose day was closed meanwhile waits for that alone from now on, and has its places back with a plan that has them. */
export const reinstateAtPoint = defineCommandOn(agendaDay)({
  ...givesBack,
  input: ReinstateAtPoint,
  summary: 'Gives an appointment that was displaced from a Punto Cliente its places back.',
  decide: (
    { appointmentId, pointId, since }: ReinstateAtPoint,
    state,
    { now, commandId: commitmentId },
  ): AgendaDayEvent[] => {
    const found = ahead(state, appointmentId, now);
    if (found.appointment.displacedAt === pointId && !isOpen(found)) {
      const data = { ...whichDay(found.day.plan), appointmentId };
      return [onItsDay({ type: 'DisplacementCauseChanged', data }, since)];
    }
    requirePlaces(found, now);
    const data = { ...placesGivenBack(found, commitmentId), pointId };
    return [onItsDay({ type: 'AppointmentReinstated', data }, since)];
  },
});

/** One that was displaced from a Punto Cliente waits until that receives again, whatever its day has room for. */
export const reinstateAppointment = defineCommandOn(agendaDay)({
  ...givesBack,
  input: ReinstateAppointment,
  summary: 'Gives an appointment that was displaced by a plan its places back.',
  decide: ({ appointmentId, agendaRevision }: ReinstateAppointment, state, { now, commandId: commitmentId }) => {
    const found = ahead(state, appointmentId, now);
    requirePlaces(found, now);
    if (found.appointment.displacedAt !== undefined) throw notGivenBack({ appointmentId });
    return [{ type: 'AppointmentReinstated', data: { ...placesGivenBack(found, commitmentId), agendaRevision } }];
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
