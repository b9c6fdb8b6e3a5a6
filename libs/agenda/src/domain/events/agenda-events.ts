import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, LocalDate, LocalTime, oneOf, Text, whole, Word } from '#vocabulary';
import { Capacity, InternalCapacity, Minutes, MODES, OWNER_KINDS, Territory } from '../vocabulary.ts';

export const AgendaOwner = Type.Object({
  kind: oneOf(OWNER_KINDS),
  /** Code of the territorial unit. */
  unit: Id,
  /** Id of the Punto INPS, when the agenda is one's. */
  point: Type.Optional(Id),
});
export type AgendaOwner = Static<typeof AgendaOwner>;

/** What an agenda is opened with. */
export const AgendaProfile = Type.Object({
  agendaId: Id,
  owner: AgendaOwner,
  name: Text,
  /** For example PENSIONI: limits per person count by it. */
  serviceLine: Word,
  /** Length of a slot, whole minutes. */
  slotMinutes: whole(1, 1_440),
  modes: Type.Array(oneOf(MODES), { minItems: 1 }),
  ...Territory.properties,
  /** How many days ahead may be booked. */
  horizonDays: whole(1, 1_000),
  /** How long before its start a slot may last be taken. */
  noticeMinutes: Minutes,
  /** How long a hold stands. */
  holdMinutes: whole(1, 1_440),
  /** `MM-DD`, when the place closes on the day of its patron saint. */
  patronSaint: Type.Optional(Type.String({ pattern: '^\\d{2}-\\d{2}$', maxLength: 5 })),
  /** Its Punto INPS is not open yet: nobody books before it is. */
  awaitsPoint: Type.Optional(Type.Literal(true)),
});
export type AgendaProfile = Static<typeof AgendaProfile>;

export const AgendaOpened = defineEvent({ type: 'AgendaOpened', schema: AgendaProfile });

export const OpeningBandDefined = defineEvent({
  type: 'OpeningBandDefined',
  schema: Type.Object({
    agendaId: Id,
    bandId: Id,
    /** 1 (Monday) to 7 (Sunday). */
    weekday: whole(1, 7),
    from: LocalTime,
    to: LocalTime,
    capacity: Capacity,
    internalCapacity: Type.Optional(InternalCapacity),
    validFrom: LocalDate,
    validUntil: Type.Optional(LocalDate),
  }),
});

export const OpeningBandWithdrawn = defineEvent({
  type: 'OpeningBandWithdrawn',
  schema: Type.Object({ agendaId: Id, bandId: Id }),
});

export const AgendaCapacityChanged = defineEvent({
  type: 'AgendaCapacityChanged',
  schema: Type.Object({
    agendaId: Id,
    bandId: Id,
    capacity: Capacity,
    /** Absent where it stays as it was. */
    internalCapacity: Type.Optional(InternalCapacity),
  }),
});

/** Hours of a day in which nobody is received. */
export const ClosedHours = Type.Object({ from: LocalTime, to: LocalTime });

/** A version that knows closed days alone must stop at closed hours, and not take them for days. */
const KNOWS_HOURS = { version: 2, upcasters: { 1: (data: unknown) => data } };

export const ClosureDeclared = defineEvent({
  type: 'ClosureDeclared',
  ...KNOWS_HOURS,
  schema: Type.Object({
    agendaId: Id,
    closureId: Id,
    from: LocalDate,
    /** Inclusive. */
    until: LocalDate,
    /** By the wall clock, on each of the days; all day when absent. */
    hours: Type.Optional(ClosedHours),
    reason: Text,
  }),
});

export const ClosureWithdrawn = defineEvent({
  type: 'ClosureWithdrawn',
  schema: Type.Object({ agendaId: Id, closureId: Id }),
});

export const AgendaClosed = defineEvent({
  type: 'AgendaClosed',
  schema: Type.Object({
    agendaId: Id,
    /** The first day on which it no longer receives. */
    effectiveDate: LocalDate,
  }),
});

/** Its Punto INPS is open: people book from then on. */
export const AgendaBookingsOpened = defineEvent({
  type: 'AgendaBookingsOpened',
  schema: Type.Object({ agendaId: Id, puntoInpsId: Id }),
});

/** It passes to a Punto INPS, from an agency that became one, or with a point that has another reference unit. */
export const AgendaTransferred = defineEvent({
  type: 'AgendaTransferred',
  schema: Type.Object({
    agendaId: Id,
    owner: AgendaOwner,
    ...Territory.properties,
    previous: Type.Object({ owner: AgendaOwner, ...Territory.properties }),
  }),
});

export const agendaEventDefinitions = [
  AgendaOpened,
  OpeningBandDefined,
  OpeningBandWithdrawn,
  AgendaCapacityChanged,
  ClosureDeclared,
  ClosureWithdrawn,
  AgendaBookingsOpened,
  AgendaTransferred,
  AgendaClosed,
] as const;
export type AgendaEvent = EventsOf<typeof agendaEventDefinitions>;
