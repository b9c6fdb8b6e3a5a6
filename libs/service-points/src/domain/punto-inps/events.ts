import { Type } from '@sinclair/typebox';
import { defineEvent, personal, type EventsOf } from '#kernel/domain';
import { rectificationOf, SaidAlone, saidAlone } from '#use-cases/dated';
import { CadastralCode, HostBodyFacts, Id, LocalDate, ProvinceCode, RegionCode, Text, whole, Word } from '#vocabulary';
import { Address } from '../vocabulary.ts';
import {
  Act,
  DemandForService,
  Ground,
  OfferedService,
  PuntoInpsClosure,
  PuntoInpsStandstill,
  PuntoInpsState,
  PuntoInpsSuspension,
  StaffPerson,
  UserGroup,
  Weekdays,
} from './vocabulary.ts';

/** What it was and is today: a fact that is recorded late may change nothing of it. */
const Moves = { from: PuntoInpsState, to: PuntoInpsState };

/**
 * Why it is suspended today, if it is, once this is recorded, where that is not what the fact says of itself: one that is
 * recorded late may leave another suspension, or bring one back. Facts of earlier versions do not say.
 */
const Stands = { standing: Type.Optional(Type.Object({ suspension: Type.Optional(PuntoInpsStandstill) })) };

/** Units that it needed once, and does not need any more. */
const PassedUnits = Type.Array(
  Type.Object({
    /** Code of the unit. */
    unit: Word,
    /** First day without it. */
    leftOn: LocalDate,
  }),
);

/** A euro cent is a hundredth of a euro. */
const EuroCents = whole(0, 100_000_000_000);

export const PuntoInpsProposed = defineEvent({
  type: 'PuntoInpsProposed',
  schema: Type.Object({
    puntoInpsId: Id,
    name: Text,
    region: RegionCode,
    province: ProvinceCode,
    municipality: CadastralCode,
    address: Address,
    /** Code of the unit that proposes it. */
    proposedBy: Word,
    /** Code of its Direzione provinciale di riferimento. */
    referenceUnit: Word,
    ground: Ground,
    /** For whom it is, where that is its ground. */
    userGroups: Type.Optional(Type.Array(UserGroup, { minItems: 1, maxItems: 20 })),
    /** Code of the agency that it is made of (INPS circolare 96/2018). */
    replaces: Type.Optional(Word),
    proposedOn: LocalDate,
  }),
});

/** What the services in real time are chosen from. */
export const PuntoInpsDemandAnalysisRecorded = defineEvent({
  type: 'PuntoInpsDemandAnalysisRecorded',
  schema: Type.Object({
    analysisId: Id,
    /** First day that it looks at. */
    periodFrom: LocalDate,
    /** Last day that it looks at. */
    periodUntil: LocalDate,
    source: Text,
    demand: Type.Array(DemandForService, { minItems: 1, maxItems: 200 }),
    analysedOn: LocalDate,
  }),
});

export const PuntoInpsEstablished = defineEvent({
  type: 'PuntoInpsEstablished',
  schema: Type.Object({ establishedOn: LocalDate, act: Act, ...Moves }),
});

export const PuntoInpsServicesRevised = defineEvent({
  type: 'PuntoInpsServicesRevised',
  schema: Type.Object({
    /** All that it offers from then on. */
    services: Type.Array(OfferedService, { maxItems: 200 }),
    revisedOn: LocalDate,
  }),
});

/** Somebody of INPS works there, on some days of the week. */
export const PuntoInpsStaffAssigned = defineEvent({
  type: 'PuntoInpsStaffAssigned',
  schema: Type.Object({
    assignmentId: Id,
    subject: Id,
    person: personal(StaffPerson),
    /** Code of the unit of INPS that the person belongs to. */
    unit: Word,
    /** First day there; it may lie ahead. */
    from: LocalDate,
    /** Last day there, where it is known. */
    until: Type.Optional(LocalDate),
    weekdays: Weekdays,
  }),
});

export const PuntoInpsStaffReleased = defineEvent({
  type: 'PuntoInpsStaffReleased',
  schema: Type.Object({
    assignmentId: Id,
    /** First day on which the person is there no longer. */
    releasedOn: LocalDate,
  }),
});

/** Another body lends the premises. */
export const PuntoInpsHostPremisesAgreed = defineEvent({
  type: 'PuntoInpsHostPremisesAgreed',
  schema: Type.Object({
    /** As it stood at the agreement. */
    host: HostBodyFacts,
    yearlyCostCents: EuroCents,
    /** First day of the agreement; it may lie ahead. */
    from: LocalDate,
    /** Last day of the agreement. */
    until: LocalDate,
    act: Act,
  }),
});

export const PuntoInpsReferenceUnitChanged = defineEvent({
  type: 'PuntoInpsReferenceUnitChanged',
  schema: Type.Object({
    /** Code of the unit. */
    referenceUnit: Word,
    /** Until the day before. */
    previous: Word,
    changedOn: LocalDate,
    reason: Text,
    /** Where it is not its reference unit today, as it was recorded late: which one is, and which were. */
    standing: Type.Optional(Type.Object({ referenceUnit: Word, passed: PassedUnits })),
  }),
});

export const PuntoInpsOpened = defineEvent({
  type: 'PuntoInpsOpened',
  schema: Type.Object({
    openedOn: LocalDate,
    /** The agenda with opening bands that it opens with. */
    agendaId: Id,
    /** Code of the agency whose agendas pass to it. */
    replaces: Type.Optional(Word),
    ...Moves,
    ...Stands,
  }),
});

/** A version that does not know that two may overlap must stop at it. */
export const PuntoInpsSuspended = defineEvent({
  type: 'PuntoInpsSuspended',
  version: 2,
  upcasters: { 1: saidAlone },
  schema: Type.Object({
    reason: PuntoInpsSuspension,
    /** In words, which name nobody. */
    note: Type.Optional(Text),
    /** First day on which it receives nobody. */
    suspendedOn: LocalDate,
    /** First day on which it receives again, where it is known. */
    until: Type.Optional(LocalDate),
    ...SaidAlone,
    ...Moves,
    ...Stands,
  }),
});

export const PuntoInpsResumed = defineEvent({
  type: 'PuntoInpsResumed',
  schema: Type.Object({
    /** First day on which it receives again. */
    resumedOn: LocalDate,
    /** An office has resumed it, on whatever day; else the day until which it was suspended has come. */
    byHand: Type.Optional(Type.Literal(true)),
    ...Moves,
    ...Stands,
  }),
});

export const PuntoInpsClosed = defineEvent({
  type: 'PuntoInpsClosed',
  schema: Type.Object({
    reason: PuntoInpsClosure,
    /** In words, which name nobody. */
    note: Type.Optional(Text),
    /** First day on which it is there no longer. */
    closedOn: LocalDate,
    ...Moves,
  }),
});

/** What can be corrected of the facts of a Punto INPS: dates, numbers and acts. */
const RectifiedPuntoInpsFields = Type.Partial(
  Type.Object({
    proposedOn: LocalDate,
    periodFrom: LocalDate,
    periodUntil: LocalDate,
    analysedOn: LocalDate,
    establishedOn: LocalDate,
    act: Act,
    revisedOn: LocalDate,
    from: LocalDate,
    until: LocalDate,
    releasedOn: LocalDate,
    yearlyCostCents: EuroCents,
    changedOn: LocalDate,
    openedOn: LocalDate,
    suspendedOn: LocalDate,
    resumedOn: LocalDate,
    closedOn: LocalDate,
  }),
);

/** One of its facts was wrong (T2): from now on it counts corrected, or not at all. */
export const PuntoInpsRectified = defineEvent({
  type: 'PuntoInpsRectified',
  schema: rectificationOf(RectifiedPuntoInpsFields, {
    /** Legal day that the fact had until now; where an annulment is annulled, the day that it has again. */
    on: LocalDate,
    /** Of a fact of staff: which assignment, and whose. */
    assignmentId: Type.Optional(Id),
    subject: Type.Optional(Id),
    ...Moves,
    /** What else stands today, once that is corrected. */
    standing: Type.Object({
      suspension: Type.Optional(PuntoInpsStandstill),
      /** Code of the unit. */
      referenceUnit: Word,
      passed: Type.Optional(PassedUnits),
    }),
  }),
});

export const puntoInpsEvents = [
  PuntoInpsProposed,
  PuntoInpsDemandAnalysisRecorded,
  PuntoInpsEstablished,
  PuntoInpsServicesRevised,
  PuntoInpsStaffAssigned,
  PuntoInpsStaffReleased,
  PuntoInpsHostPremisesAgreed,
  PuntoInpsReferenceUnitChanged,
  PuntoInpsOpened,
  PuntoInpsSuspended,
  PuntoInpsResumed,
  PuntoInpsClosed,
  PuntoInpsRectified,
] as const;
export type PuntoInpsEvent = EventsOf<typeof puntoInpsEvents>;
