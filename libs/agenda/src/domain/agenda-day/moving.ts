import { CLAIM_PATIENCE_MS, defineRefusal, toTimestamp, type Absent, type Claim } from '#kernel/domain';
import type { AgendaDayEvent } from '../events/agenda-day-events.ts';
import type { CancelledBy } from '../vocabulary.ts';
import { agendaDay, agendaDayId } from './agenda-day.ts';
import type { AgendaDay, Appointment } from './day-state.ts';
import { reofferAt, type ReofferDelay } from './derived.ts';
import { knownAppointment } from './known-appointment.ts';
import { placeOf, type TakenPlace } from './taken.ts';

/** While an appointment moves, nobody else may decide what becomes of it: it would be lost, or be twice. */
export const appointmentMoving = defineRefusal(
  'APPOINTMENT_MOVING',
  'The appointment is just being moved to another place: look where it stands in a moment, and send the request again.',
  'conflict',
  { retryAfter: 1 },
);
/** The same for policies, which are asked again. */
export const appointmentMovingYet = defineRefusal(
  'APPOINTMENT_MOVING_YET',
  'The appointment is just being moved to another place: what is to become of it is asked again once that is decided.',
  'not-yet',
);

/**
 * Refuses what a person wants of an appointment that is about to move.
 * @throws DomainError APPOINTMENT_MOVING (conflict)
 */
export function refuseMoving({ appointmentId, moving }: Appointment): void {
  if (moving) throw appointmentMoving({ appointmentId });
}

/** Where an appointment is. */
interface Whereabouts {
  readonly agendaId: string;
  readonly date: string;
  readonly appointmentId: string;
}

/**
 * The claim on an appointment that moves to another day: until it has moved or the claim is given back, it keeps its place
 * (A8), and neither another move nor a cancellation gets at it.
 * @param refuseUnmovable throws when it cannot be moved, as it stands
 */
export function claimOfMove(
  { agendaId, date, appointmentId }: Whereabouts,
  refuseUnmovable: (appointment: Appointment, now: number) => void,
): Claim<AgendaDay | Absent, AgendaDayEvent> {
  const isClaimed = (day: AgendaDay | Absent, commandId: string): boolean =>
    day.status !== 'ABSENT' && day.appointments.get(appointmentId)?.moving?.moveId === commandId;
  return {
    on: agendaDay,
    id: agendaDayId(agendaId, date),
    what: { appointmentId },
    claim: (state, { commandId: moveId, target, now }) => {
      if (isClaimed(state, moveId)) return [];
      const { day, appointment } = knownAppointment(state, appointmentId);
      refuseUnmovable(appointment, now);
      const until = toTimestamp(now + CLAIM_PATIENCE_MS);
      return [
        {
          type: 'AppointmentMoveClaimed',
          data: { ...placeOf(day, appointment), appointmentId, moveId, target, until },
        },
      ];
    },
    stands: (state, { commandId }) => isClaimed(state, commandId),
    release: (state, { commandId }) => releaseOfMove(state, appointmentId, commandId),
  };
}

/**
 * The events that give an appointment back that was about to move; none where it moves no more, or for another command. One
 * that has lost its places meanwhile is displaced from now on.
 */
export function releaseOfMove(day: AgendaDay | Absent, appointmentId: string, moveId: string): AgendaDayEvent[] {
  const appointment = day.status === 'ABSENT' ? undefined : day.appointments.get(appointmentId);
  if (day.status === 'ABSENT' || appointment?.moving?.moveId !== moveId) return [];
  const which = { ...placeOf(day, appointment), appointmentId };
  const released: AgendaDayEvent = { type: 'AppointmentMoveReleased', data: { ...which, moveId } };
  const { lost } = appointment;
  return lost
    ? [released, { type: 'AppointmentDisplacedByClosure', data: { ...which, ...lost, lostBefore: true } }]
    : [released];
}

/** A place that an appointment leaves, as it had it. */
interface Left {
  readonly place: TakenPlace;
  readonly appointment: Appointment;
}

interface Move {
  readonly moveId: string;
  readonly by: CancelledBy;
  readonly to: Pick<TakenPlace, 'agendaId' | 'date' | 'start' | 'startsAt' | 'endsAt' | 'units'>;
}

/**
 * The event that gives the place back which an appointment had before it moved: it is offered again after the same random
 * delay as that of one which is cancelled. One that was displaced has lost it before.
 * @param chance.drawn hexadecimal digits that nobody can tell beforehand
 * @param chance.now milliseconds since the epoch
 */
export function movedAway(
  { place, appointment: { appointmentId, status } }: Left,
  { moveId, by, to }: Move,
  { drawn, now, reoffer }: { readonly drawn: string; readonly now: number; readonly reoffer: ReofferDelay },
): AgendaDayEvent {
  const { agendaId, date, start, startsAt, endsAt, units } = to;
  const freed = status === 'DISPLACED' ? {} : { reofferAt: reofferAt(drawn, now, reoffer) };
  const where = { agendaId, date, start, startsAt, endsAt, units };
  return { type: 'AppointmentMovedAway', data: { ...place, appointmentId, moveId, by, to: where, ...freed } };
}
