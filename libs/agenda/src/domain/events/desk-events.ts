import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, oneOf, Timestamp } from '#vocabulary';
import { LAPSED_BECAUSE } from '../vocabulary.ts';
import { OnDay, TakenSchema } from './taken.ts';

/*
 * What happens at the desk on the day: of who has an appointment, and of who comes without one (A4).
 */

const OfAppointment = { ...TakenSchema, appointmentId: Id };

/** One row of numbers for all who come on a day, in the order in which they come. */
const QueueNumber = Type.Integer({ minimum: 1 });

/** How often somebody was called by now, this time included. */
const Attempt = Type.Integer({ minimum: 1 });

/** What came of being received. */
const Outcome = {
  /** Ids of the catalogue of services; empty where nothing could be done. */
  servicesDelivered: Type.Array(Id),
  /** Nothing of what the person came for is left to do. */
  solved: Type.Boolean(),
};

export const AppointmentCheckedIn = defineEvent({
  type: 'AppointmentCheckedIn',
  schema: Type.Object({ ...OfAppointment, queueNumber: QueueNumber }),
});

export const AppointmentCalled = defineEvent({
  type: 'AppointmentCalled',
  schema: Type.Object({
    ...OfAppointment,
    attempt: Attempt,
    /** From when on it may be taken that nobody comes, once the person was called as often as is usual. */
    noShowFrom: Timestamp,
    /** When the policy takes it that nobody comes; absent where it does not, or not yet. */
    noShowAt: Type.Optional(Timestamp),
  }),
});

export const AppointmentStarted = defineEvent({
  type: 'AppointmentStarted',
  schema: Type.Object(OfAppointment),
});

export const AppointmentCompleted = defineEvent({
  type: 'AppointmentCompleted',
  schema: Type.Object({ ...OfAppointment, ...Outcome }),
});

export const AppointmentMarkedNoShow = defineEvent({
  type: 'AppointmentMarkedNoShow',
  schema: Type.Object(OfAppointment),
});

/** The day is over, and nothing is written down of a reception, or of as many calls as are needed before one counts as missing. */
export const AppointmentLapsed = defineEvent({
  type: 'AppointmentLapsed',
  schema: Type.Object({ ...OfAppointment, reason: oneOf(LAPSED_BECAUSE) }),
});

const OfAccess = { ...OnDay, accessId: Id };

/** Somebody has come without an appointment. Who it is stands nowhere. */
export const AccessRegistered = defineEvent({
  type: 'AccessRegistered',
  schema: Type.Object({
    ...OfAccess,
    queueNumber: QueueNumber,
    /** What the person comes for, by the catalogue of services. */
    serviceId: Id,
  }),
});

export const AccessCalled = defineEvent({
  type: 'AccessCalled',
  schema: Type.Object({ ...OfAccess, attempt: Attempt }),
});

export const AccessStarted = defineEvent({ type: 'AccessStarted', schema: Type.Object(OfAccess) });

export const AccessCompleted = defineEvent({
  type: 'AccessCompleted',
  schema: Type.Object({ ...OfAccess, ...Outcome }),
});

/** The person has left, or is not there when called. */
export const AccessAbandoned = defineEvent({ type: 'AccessAbandoned', schema: Type.Object(OfAccess) });

export const deskEventDefinitions = [
  AppointmentCheckedIn,
  AppointmentCalled,
  AppointmentStarted,
  AppointmentCompleted,
  AppointmentMarkedNoShow,
  AppointmentLapsed,
  AccessRegistered,
  AccessCalled,
  AccessStarted,
  AccessCompleted,
  AccessAbandoned,
] as const;
export type DeskEvent = EventsOf<typeof deskEventDefinitions>;
