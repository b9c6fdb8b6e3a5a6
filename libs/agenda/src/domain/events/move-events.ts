import { Type } from '@sinclair/typebox';
import { defineEvent } from '#kernel/domain';
import { Id, LocalDate, LocalTime, oneOf, Timestamp } from '#vocabulary';
import { CANCELLED_BY, HeldAt } from '../vocabulary.ts';
import { BookingSchema } from './booking.ts';
import { TakenSchema } from './taken.ts';

/** Where an appointment was, or goes. */
const Whereabouts = {
  agendaId: Id,
  date: LocalDate,
  start: LocalTime,
  startsAt: Timestamp,
  endsAt: Timestamp,
  units: Type.Integer({ minimum: 1 }),
};

/**
 * Written to the day that an appointment shall leave, before it moves: until it has moved or the claim is given back, it
 * keeps its place, and nothing else becomes of it that a person decides.
 */
export const AppointmentMoveClaimed = defineEvent({
  type: 'AppointmentMoveClaimed',
  schema: Type.Object({
    ...TakenSchema,
    appointmentId: Id,
    /** Id of the command that moves it. */
    moveId: Id,
    /** Stream of the day to which it goes. */
    target: Type.Object({ category: Type.String({ minLength: 1 }), id: Id }),
    /** After it, a move that never came is abandoned and the claim given back. */
    until: Timestamp,
  }),
});

export const AppointmentMoveReleased = defineEvent({
  type: 'AppointmentMoveReleased',
  schema: Type.Object({ ...TakenSchema, appointmentId: Id, moveId: Id }),
});

/**
 * The plan of its day has no room any more for an appointment that is about to leave that day, or has left it and was not
 * given up there yet: its places are free. It concerns nobody but the day; the person is displaced only if the claim is given
 * back, which {@link AppointmentMoveReleased} and `AppointmentDisplacedByClosure` then say at once.
 */
export const AppointmentDisplacedWhileMoving = defineEvent({
  type: 'AppointmentDisplacedWhileMoving',
  schema: Type.Object({
    ...TakenSchema,
    appointmentId: Id,
    moveId: Id,
    /** Of the plan that has no room for it. */
    agendaRevision: Type.Integer({ minimum: 0 }),
    /** Until when it is open if it does not move. */
    openUntil: Timestamp,
  }),
});

/** The appointment stands here from now on: written to the day to which it goes, with all that it takes along. */
export const AppointmentRescheduled = defineEvent({
  type: 'AppointmentRescheduled',
  schema: Type.Object({
    ...TakenSchema,
    appointmentId: Id,
    /** The hold that kept the new place. */
    holdId: Type.Optional(Id),
    ...BookingSchema,
    /** How often the appointment itself has changed by now, this change included. */
    sequence: Type.Integer({ minimum: 1 }),
    /** On whose side it was moved. */
    by: oneOf(CANCELLED_BY),
    from: Type.Object({ ...Whereabouts, commitmentId: Id, heldAt: Type.Optional(HeldAt) }),
  }),
});

/** Written to the day that it left, once it stands elsewhere: the place that it had is free. */
export const AppointmentMovedAway = defineEvent({
  type: 'AppointmentMovedAway',
  schema: Type.Object({
    ...TakenSchema,
    appointmentId: Id,
    moveId: Id,
    by: oneOf(CANCELLED_BY),
    to: Type.Object(Whereabouts),
    /** When the place may be taken again; absent where none was freed, as the appointment was displaced before. */
    reofferAt: Type.Optional(Timestamp),
  }),
});

export const moveEventDefinitions = [
  AppointmentMoveClaimed,
  AppointmentMoveReleased,
  AppointmentDisplacedWhileMoving,
  AppointmentRescheduled,
  AppointmentMovedAway,
] as const;
