import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { CadastralCode, explained, Id, LocalDate, LocalTime, oneOf, Text, whole, Word } from '#vocabulary';
import { Recurrence, Weekday } from '../calendar/recurrence.ts';
import { Capacity, InternalCapacity, Minutes, MODES, OWNER_KINDS, Territory } from '../vocabulary.ts';

export const AgendaOwner = Type.Object({
  kind: oneOf(OWNER_KINDS),
  /** Code of the territorial unit. */
  unit: Id,
  /** Id of the Punto INPS, when the agenda is one's. */
  point: Type.Optional(Id),
});
export type AgendaOwner = Static<typeof AgendaOwner>;

/** Ids of services. */
const OfferedOfLine = Type.Array(Id, { maxItems: 200 });

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
  /** Codice catastale of the municipality where people come, for its holidays; agendas of before do not know it. */
  municipality: Type.Optional(CadastralCode),
  /** `MM-DD` of the patron saint, where the place says one for itself. */
  patronSaint: Type.Optional(Type.String({ pattern: '^\\d{2}-\\d{2}$', maxLength: 5 })),
  /** Its Punto INPS is not open yet: nobody books before it is. */
  awaitsPoint: Type.Optional(Type.Literal(true)),
  /** Of one of a Punto INPS, what the point offers of the service line; agendas of before may not say. */
  services: Type.Optional(OfferedOfLine),
});
export type AgendaProfile = Static<typeof AgendaProfile>;

export const AgendaOpened = defineEvent({ type: 'AgendaOpened', schema: AgendaProfile });

/** Hours of an agenda, and on which days. */
const BandFields = Type.Object({
  bandId: Id,
  /** Of a band that is open on one day of every week; others say how they recur. */
  weekday: Type.Optional(Weekday),
  recurrence: Type.Optional(Recurrence),
  from: LocalTime,
  to: LocalTime,
  capacity: Capacity,
  internalCapacity: Type.Optional(InternalCapacity),
  validFrom: LocalDate,
  validUntil: Type.Optional(LocalDate),
  /** The desk at which people are received; the agenda's own when absent. */
  deskId: Type.Optional(Id),
});

export const OpeningBandDefined = defineEvent({
  type: 'OpeningBandDefined',
  schema: Type.Object({
    agendaId: Id,
    ...BandFields.properties,
  }),
});

export const OpeningBandWithdrawn = defineEvent({
  type: 'OpeningBandWithdrawn',
  schema: Type.Object({
    agendaId: Id,
    bandId: Id,
    /** First day on which it is open no longer; of bands of before, and of whole ones, absent. */
    from: Type.Optional(LocalDate),
  }),
});

/** A band is divided: it ends before a day, and others go on from that day. */
export const OpeningBandSplit = defineEvent({
  type: 'OpeningBandSplit',
  schema: Type.Object({
    agendaId: Id,
    bandId: Id,
    /** First day of the parts. */
    on: LocalDate,
    parts: Type.Array(BandFields, { minItems: 1, maxItems: 2 }),
  }),
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
export const ClosedHours = Type.Object({
  from: LocalTime,
  to: explained(LocalTime, 'When they end (this moment not included); 24:00 is the end of the day.'),
});

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
    municipality: Type.Optional(CadastralCode),
    /** What the point offers of the service line; transfers of before do not say. */
    services: Type.Optional(OfferedOfLine),
    previous: Type.Object({ owner: AgendaOwner, ...Territory.properties }),
  }),
});

/** Its desk is in another municipality, as the seat of its unit is: that moved, or was corrected. */
export const AgendaRelocated = defineEvent({
  type: 'AgendaRelocated',
  schema: Type.Object({
    agendaId: Id,
    /** Codice catastale; absent where nobody says of the unit. */
    municipality: Type.Optional(CadastralCode),
    previous: Type.Object({ municipality: Type.Optional(CadastralCode) }),
  }),
});

/** Its Punto INPS offers other services from now on. */
export const AgendaServicesChanged = defineEvent({
  type: 'AgendaServicesChanged',
  schema: Type.Object({
    agendaId: Id,
    puntoInpsId: Id,
    /** All that the point offers of the service line. */
    services: OfferedOfLine,
  }),
});

export const agendaEventDefinitions = [
  AgendaOpened,
  OpeningBandDefined,
  OpeningBandWithdrawn,
  OpeningBandSplit,
  AgendaCapacityChanged,
  ClosureDeclared,
  ClosureWithdrawn,
  AgendaBookingsOpened,
  AgendaTransferred,
  AgendaRelocated,
  AgendaServicesChanged,
  AgendaClosed,
] as const;
export type AgendaEvent = EventsOf<typeof agendaEventDefinitions>;
