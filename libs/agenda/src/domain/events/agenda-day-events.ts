import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { CadastralCode, Id, LocalDate, LocalTime, oneOf, Timestamp } from '#vocabulary';
import {
  CANCELLATION_CAUSES,
  CANCELLED_BY,
  Capacity,
  CHANNELS,
  InternalCapacity,
  Minutes,
  MODES,
  SUBJECT_ERASED,
  Territory,
} from '../vocabulary.ts';
import { BookingSchema } from './booking.ts';
import { DaySums } from './day-sums.ts';
import { deskEventDefinitions } from './desk-events.ts';
import { AppointmentReminderSent } from './reminder-events.ts';
import { moveEventDefinitions } from './move-events.ts';
import { TakenSchema } from './taken.ts';

export { CITIZEN_FIELD, Citizen } from './citizen.ts';
export * from './move-events.ts';

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
  /** Codice catastale of where people come; plans of before do not say, nor do agendas that nobody said it of. */
  municipality: Type.Optional(CadastralCode),
  /** Id of the Punto INPS, when the agenda is one's. */
  point: Type.Optional(Id),
  horizonDays: Type.Integer({ minimum: 1 }),
  noticeMinutes: Minutes,
  holdMinutes: Type.Integer({ minimum: 1 }),
  /** Of a day of a Punto INPS, the services that may be booked; plans of before do not say, and all of the line may. */
  services: Type.Optional(Type.Array(Id, { maxItems: 200 })),
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
        /** Plans of earlier versions do not say. */
        places: Type.Optional(Type.Integer({ minimum: 0 })),
        /** Appointments of the day that stand under the new plan. */
        appointments: Type.Integer({ minimum: 0 }),
        /** The places that these take; one each, where plans of earlier versions do not say. */
        taken: Type.Optional(Type.Integer({ minimum: 0 })),
        /** Absent where the day stays where it was; plans of earlier versions do not say. */
        passes: Type.Optional(DaySums),
      }),
    ),
    /**
     * Ids of the appointments on the day, where it stands elsewhere than it did, as its agenda passed to another office:
     * whoever is in charge there finds them. Plans of earlier versions do not say.
     */
    carried: Type.Optional(Type.Array(Id)),
    /** Ids of displaced appointments whose slots the plan has: they get their places back where these are free. */
    mayReturn: Type.Optional(Type.Array(Id)),
  }),
});

/** When the places may be taken again; they are offered late, so that a place cannot be handed over. */
const Reoffered = { reofferAt: Timestamp };

/** A version that knows no erasure as a reason must stop at it, and not take it for damage. */
const KNOWS_ERASURES = { version: 2, upcasters: { 1: asIs } };

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
    ...TakenSchema,
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
    /** The appointment of the person that shall move here, and where it is: the hold serves for that alone. */
    instead: Type.Optional(Type.Object({ agendaId: Id, date: LocalDate, appointmentId: Id })),
  }),
});

export const SlotHoldReleased = defineEvent({
  type: 'SlotHoldReleased',
  ...KNOWS_ERASURES,
  schema: Type.Object({
    ...TakenSchema,
    ...Reoffered,
    holdId: Id,
    reason: oneOf(['GIVEN_UP', 'PLAN_CHANGED', SUBJECT_ERASED]),
  }),
});

export const SlotHoldExpired = defineEvent({
  type: 'SlotHoldExpired',
  schema: Type.Object({ ...TakenSchema, ...Reoffered, holdId: Id }),
});

/** A version that knows no Punto Cliente as a place or a channel must stop at it, and not take it for damage. */
const KNOWS_POINTS = { version: 2, upcasters: { 1: asIs } };

/** A version that knows no places which were lost before would give them back twice. */
const KNOWS_LOST_PLACES = { version: 3, upcasters: { 1: asIs, 2: asIs } };

export const AppointmentBooked = defineEvent({
  type: 'AppointmentBooked',
  version: 3,
  upcasters: { ...KNOWS_POINTS.upcasters, 2: onPortal },
  schema: Type.Object({
    ...TakenSchema,
    appointmentId: Id,
    /** The hold it was made from. */
    holdId: Type.Optional(Id),
    ...BookingSchema,
    /** How long before its start the person is reminded; absent where they are not. */
    remindMinutes: Type.Optional(Minutes),
  }),
});

/** A version that knows no cancellation of a displaced appointment would free a place that it does not have. */
const KNOWS_THE_DISPLACED = { version: 3, upcasters: { 1: asIs, 2: asIs } };

export const AppointmentCancelled = defineEvent({
  type: 'AppointmentCancelled',
  ...KNOWS_THE_DISPLACED,
  schema: Type.Object({
    ...TakenSchema,
    /** When the place may be taken again; absent where none was freed, as the appointment was displaced before. */
    reofferAt: Type.Optional(Timestamp),
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
  ...KNOWS_LOST_PLACES,
  schema: Type.Object({
    ...TakenSchema,
    appointmentId: Id,
    /** Of the plan that has no room for it. */
    agendaRevision: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Id of the Punto Cliente that receives nobody. */
    pointId: Type.Optional(Id),
    /** Until when it may be rescheduled, or have its place back; 30 days where older events do not say. */
    openUntil: Type.Optional(Timestamp),
    /** It had lost its places while it was about to move, and has not moved: no more are freed by this. */
    lostBefore: Type.Optional(Type.Literal(true)),
  }),
});

/** A version that knows no plan as a cause must stop at it, and not take it for damage. */
const KNOWS_PLANS = { version: 2, upcasters: { 1: (data: unknown) => data } };

/** A displaced appointment has its places back: the point at which it is held receives again, or a plan has room for it. */
export const AppointmentReinstated = defineEvent({
  type: 'AppointmentReinstated',
  ...KNOWS_PLANS,
  schema: Type.Object({
    ...TakenSchema,
    appointmentId: Id,
    /** Id of the Punto Cliente that receives again. */
    pointId: Type.Optional(Id),
    /** Of the plan that has room for it again. */
    agendaRevision: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
});

/**
 * What a displaced appointment waits for is something else: the Punto Cliente that receives nobody either by now, or its day
 * alone, whose hours were closed before that point received again.
 */
export const DisplacementCauseChanged = defineEvent({
  type: 'DisplacementCauseChanged',
  schema: Type.Object({
    agendaId: Id,
    date: LocalDate,
    appointmentId: Id,
    /** Id of the Punto Cliente that it waits for; absent where a plan of its day alone gives it its places back. */
    pointId: Type.Optional(Id),
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
  DisplacementCauseChanged,
  ...moveEventDefinitions,
  ...deskEventDefinitions,
  AppointmentReminderSent,
] as const;
export type AgendaDayEvent = EventsOf<typeof agendaDayEventDefinitions>;

function asIs(data: unknown): unknown {
  return data;
}
