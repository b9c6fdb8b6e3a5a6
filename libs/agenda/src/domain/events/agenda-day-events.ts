import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, personal, type EventsOf } from '#kernel/domain';
import { Id, LocalDate, LocalTime, oneOf, Timestamp, Text, Word } from '#vocabulary';
import {
  CANCELLATION_CAUSES,
  CANCELLED_BY,
  BookedFrom,
  Capacity,
  CHANNELS,
  HeldAt,
  InternalCapacity,
  LANGUAGES,
  Minutes,
  MODES,
  SUBJECT_ERASED,
  Territory,
} from '../vocabulary.ts';

const Slot = Type.Object({
  /** Wall-clock start in Rome; names the slot within its day. */
  start: LocalTime,
  startsAt: Timestamp,
  endsAt: Timestamp,
  capacity: Capacity,
  internalCapacity: Type.Optional(InternalCapacity),
});

/** What a day offers: capacity is checked against the last of these and nothing else. */
export const DayPlanSchema = Type.Object({
  agendaId: Id,
  date: LocalDate,
  zone: Type.Literal('Europe/Rome'),
  serviceLine: Type.String({ minLength: 1 }),
  modes: Type.Array(oneOf(MODES), { minItems: 1 }),
  ...Territory.properties,
  /** Id of the Punto INPS, when the agenda is one's. */
  point: Type.Optional(Id),
  horizonDays: Type.Integer({ minimum: 1 }),
  noticeMinutes: Minutes,
  holdMinutes: Type.Integer({ minimum: 1 }),
  /** In order, none overlapping another; empty when the day is closed. */
  slots: Type.Array(Slot),
});
export type DayPlan = Static<typeof DayPlanSchema>;

export const DayPlanned = defineEvent({
  type: 'DayPlanned',
  schema: Type.Object({
    ...DayPlanSchema.properties,
    /** Revision of the Agenda that the plan follows from; an older plan never replaces a newer one. */
    agendaRevision: Type.Integer({ minimum: 0 }),
    /** What the plan before was, as far as it is summed up; absent from the first plan of a day, and from older ones. */
    previous: Type.Optional(
      Type.Object({
        region: Id,
        province: Id,
        /** Id of the Punto INPS whose agenda it was. */
        point: Type.Optional(Id),
        openMinutes: Minutes,
        /** Appointments of the day that stand under the new plan. */
        appointments: Type.Integer({ minimum: 0 }),
      }),
    ),
    /**
     * Ids of the appointments on the day, where it stands elsewhere than it did, as its agenda passed to another office:
     * whoever is in charge there finds them. Plans of earlier versions do not say.
     */
    carried: Type.Optional(Type.Array(Id)),
  }),
});

/** What every event about places on a day says: which, when, whose. */
const Taken = {
  agendaId: Id,
  date: LocalDate,
  /** Of the first slot. */
  start: LocalTime,
  startsAt: Timestamp,
  /** Of the last slot. */
  endsAt: Timestamp,
  /** Consecutive slots. */
  units: Type.Integer({ minimum: 1 }),
  /** Id of the Punto INPS, when the agenda is one's; absent from what was written before. */
  point: Type.Optional(Id),
  subject: Id,
  /** What binds the person's time: the command that made the hold, or booked without one. */
  commitmentId: Id,
  /** Its places were taken through a channel of staff; of what was written before, none were. */
  internal: Type.Optional(Type.Literal(true)),
  /** The person gave an address to be told at. Absent from holds, and from what was booked before anybody was told. */
  notified: Type.Optional(Type.Literal(true)),
};

/** When the places may be taken again; they are offered late, so that a place cannot be handed over. */
const Reoffered = { reofferAt: Timestamp };

/** A version that knows no erasure as a reason must stop at it, and not take it for damage. */
const KNOWS_ERASURES = { version: 2, upcasters: { 1: (data: unknown) => data } };

/** What citizens booked online had one channel, before portal and app were told apart. */
function onPortal(data: unknown): unknown {
  const { channel } = data as { readonly channel: string };
  return channel === 'CITIZEN_ONLINE' ? { ...(data as object), channel: 'PORTAL' } : data;
}

export const SlotHeld = defineEvent({
  type: 'SlotHeld',
  version: 2,
  upcasters: { 1: onPortal },
  schema: Type.Object({
    ...Taken,
    holdId: Id,
    mode: oneOf(MODES),
    channel: oneOf(CHANNELS),
    expiresAt: Timestamp,
    /** Made for somebody on the waiting list, and not by them: whoever books it has taken the offer. */
    offer: Type.Optional(Type.Literal(true)),
    /** Of an offer: the entry of the waiting list. */
    waitlistEntryId: Type.Optional(Id),
    /** Of an offer: when the freed places that it takes would have been offered to everyone. */
    reofferAt: Type.Optional(Timestamp),
  }),
});

export const SlotHoldReleased = defineEvent({
  type: 'SlotHoldReleased',
  ...KNOWS_ERASURES,
  schema: Type.Object({
    ...Taken,
    ...Reoffered,
    holdId: Id,
    reason: oneOf(['GIVEN_UP', 'PLAN_CHANGED', SUBJECT_ERASED]),
  }),
});

export const SlotHoldExpired = defineEvent({
  type: 'SlotHoldExpired',
  schema: Type.Object({ ...Taken, ...Reoffered, holdId: Id }),
});

/** Who comes, as sealed in AppointmentBooked. */
export const Citizen = Type.Object({
  fiscalCode: Word,
  givenName: Text,
  familyName: Text,
  phone: Type.Optional(Word),
  email: Type.Optional(Text),
  /** In which the person is written to; Italian when absent. */
  language: Type.Optional(oneOf(LANGUAGES)),
});
export type Citizen = Static<typeof Citizen>;

/** The field that a citizen's data is sealed for. */
export const CITIZEN_FIELD = 'AppointmentBooked.citizen';

/** A version that knows no Punto Cliente as a place or a channel must stop at it, and not take it for damage. */
const KNOWS_POINTS = { version: 2, upcasters: { 1: (data: unknown) => data } };

export const AppointmentBooked = defineEvent({
  type: 'AppointmentBooked',
  version: 3,
  upcasters: { ...KNOWS_POINTS.upcasters, 2: onPortal },
  schema: Type.Object({
    ...Taken,
    appointmentId: Id,
    /** The hold it was made from. */
    holdId: Type.Optional(Id),
    mode: oneOf(MODES),
    channel: oneOf(CHANNELS),
    serviceLine: Type.String({ minLength: 1 }),
    serviceId: Id,
    /** What the person shows or says at the desk. */
    bookingCode: Type.String({ minLength: 1 }),
    /** Absent from what was booked before places were written down: it is at the office of the agenda. */
    heldAt: Type.Optional(HeldAt),
    bookedFrom: Type.Optional(BookedFrom),
    citizen: personal(Citizen),
  }),
});

export const AppointmentCancelled = defineEvent({
  type: 'AppointmentCancelled',
  ...KNOWS_ERASURES,
  schema: Type.Object({
    ...Taken,
    ...Reoffered,
    appointmentId: Id,
    by: oneOf(CANCELLED_BY),
    reason: oneOf(CANCELLATION_CAUSES),
  }),
});

/**
 * The plan changed and the appointment no longer fits: a closure, hours that were withdrawn, less capacity. Or the point at
 * which it is held is suspended or at its end.
 */
export const AppointmentDisplacedByClosure = defineEvent({
  type: 'AppointmentDisplacedByClosure',
  ...KNOWS_POINTS,
  schema: Type.Object({
    ...Taken,
    appointmentId: Id,
    /** Of the plan that has no room for it. */
    agendaRevision: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Id of the Punto Cliente that receives nobody. */
    pointId: Type.Optional(Id),
  }),
});

/** A displaced appointment has its places back: the point at which it is held receives again. */
export const AppointmentReinstated = defineEvent({
  type: 'AppointmentReinstated',
  schema: Type.Object({
    ...Taken,
    appointmentId: Id,
    /** Id of the Punto Cliente. */
    pointId: Id,
  }),
});

export const agendaDayEventDefinitions = [
  DayPlanned,
  SlotHeld,
  SlotHoldReleased,
  SlotHoldExpired,
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentReinstated,
] as const;
export type AgendaDayEvent = EventsOf<typeof agendaDayEventDefinitions>;
