import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, personal, type EventsOf } from '#kernel/domain';
import { Id, LocalDate, LocalTime, oneOf, Timestamp, whole, Word } from '#vocabulary';
import {
  CHANNELS,
  DECLINED_OR_EXPIRED,
  MODES,
  PASSED_OVER_BECAUSE,
  Territory,
  WAITING_LEFT_BECAUSE,
} from '../vocabulary.ts';
import { Citizen } from './agenda-day-events.ts';

/** The field that the data of who waits is sealed for. */
export const WAITING_CITIZEN_FIELD = 'WaitlistJoined.citizen';

/** An appointment that was displaced, where it stood. */
const Displaced = Type.Object({ appointmentId: Id, date: LocalDate });

/** Which entry, and whose. */
const Entry = { agendaId: Id, entryId: Id, subject: Id };

/** The place in the line: who has a lower one comes before, after all who were displaced. */
const Turn = whole(1, Number.MAX_SAFE_INTEGER);

/** What is looked for. */
export const Wish = Type.Object({
  mode: oneOf(MODES),
  /** Consecutive slots. */
  units: Type.Integer({ minimum: 1 }),
  /** First day that would do; any when absent. */
  from: Type.Optional(LocalDate),
  /** Last day that would do. */
  until: Type.Optional(LocalDate),
});
export type Wish = Static<typeof Wish>;

export const WaitlistJoined = defineEvent({
  type: 'WaitlistJoined',
  schema: Type.Object({
    ...Entry,
    ...Wish.properties,
    ...Territory.properties,
    turn: Turn,
    serviceLine: Word,
    channel: oneOf(CHANNELS),
    /** What the person comes for. */
    serviceId: Id,
    /** Enrolled by policy, as their appointment was displaced: they come first, and in no place of their own choice. */
    displaced: Type.Optional(Displaced),
    /**
     * Put back by policy at the turn that an entry had, as what the office had ended it for is undone. How many offers they had
     * left untaken is absent of those that were put back before that was written down.
     */
    restores: Type.Optional(
      Type.Object({ entryId: Id, joinedAt: Timestamp, untaken: Type.Optional(Type.Integer({ minimum: 0 })) }),
    ),
    /** They gave an address, and are told by mail. */
    notified: Type.Optional(Type.Literal(true)),
    /** Of who was displaced, it stands with their appointment. */
    citizen: Type.Optional(personal(Citizen)),
  }),
});

/** A place is held for them, which they may book until the hold runs out. */
export const WaitlistOffered = defineEvent({
  type: 'WaitlistOffered',
  schema: Type.Object({
    ...Entry,
    holdId: Id,
    date: LocalDate,
    start: LocalTime,
    startsAt: Timestamp,
    endsAt: Timestamp,
    units: Type.Integer({ minimum: 1 }),
    expiresAt: Timestamp,
    displaced: Type.Optional(Displaced),
    /** As of who joined. Offers of before that was written down are told to nobody. */
    notified: Type.Optional(Type.Literal(true)),
  }),
});

/** A place was not held for them, and they keep their turn. */
export const WaitlistPassedOver = defineEvent({
  type: 'WaitlistPassedOver',
  schema: Type.Object({ ...Entry, date: LocalDate, startsAt: Timestamp, because: oneOf(PASSED_OVER_BECAUSE) }),
});

/** They booked what they were offered. */
export const WaitlistAccepted = defineEvent({
  type: 'WaitlistAccepted',
  schema: Type.Object({ ...Entry, holdId: Id, appointmentId: Id }),
});

/** They did not book what they were offered, in time or at all. */
export const WaitlistOfferExpired = defineEvent({
  type: 'WaitlistOfferExpired',
  schema: Type.Object({
    ...Entry,
    holdId: Id,
    because: oneOf(DECLINED_OR_EXPIRED),
    /** At the end of the line; absent where they leave it by this. */
    turn: Type.Optional(Turn),
  }),
});

/** What they were offered is there no longer, as the hours of the agenda changed: they keep their turn. */
export const WaitlistOfferWithdrawn = defineEvent({
  type: 'WaitlistOfferWithdrawn',
  schema: Type.Object({ ...Entry, holdId: Id }),
});

export const WaitlistLeft = defineEvent({
  type: 'WaitlistLeft',
  schema: Type.Object({
    ...Entry,
    because: oneOf(WAITING_LEFT_BECAUSE),
    /** They gave an address, and are told: of what the office ended, and not of what they have ended themselves. */
    notified: Type.Optional(Type.Literal(true)),
  }),
});

/** Its agenda passed to another office. */
export const WaitlistTransferred = defineEvent({
  type: 'WaitlistTransferred',
  schema: Type.Object({ agendaId: Id, ...Territory.properties }),
});

export const waitlistEventDefinitions = [
  WaitlistJoined,
  WaitlistOffered,
  WaitlistPassedOver,
  WaitlistAccepted,
  WaitlistOfferExpired,
  WaitlistOfferWithdrawn,
  WaitlistLeft,
  WaitlistTransferred,
] as const;
export type WaitlistEvent = EventsOf<typeof waitlistEventDefinitions>;
