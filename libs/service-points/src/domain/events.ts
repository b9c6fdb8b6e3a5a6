import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { rectificationOf, SaidAlone, saidAlone } from '#use-cases/dated';
import { CadastralCode, HostBodyFacts, Id, LocalDate, PointKind, ProvinceCode, RegionCode, Text } from '#vocabulary';
import {
  Address,
  DeactivationReason,
  HostRequest,
  Operator,
  Place,
  ServiceIds,
  Standing,
  Suspension,
  SuspensionReason,
} from './vocabulary.ts';

/**
 * What a point was and is counted as, today: a fact that is recorded late may change nothing of it. Facts of earlier
 * versions do not say; each of them moved the point from the one state that it could find.
 */
const Moves = { from: Type.Optional(Standing), to: Type.Optional(Standing) };

/**
 * Why it is suspended today, once this is recorded, where that is not what the fact says of itself: one that is recorded
 * late may leave another suspension, or bring one back. Facts of earlier versions do not say.
 */
const Stands = {
  standing: Type.Optional(Type.Object({ suspensions: Type.Array(Suspension, { maxItems: 20 }) })),
};

export const PuntoClienteRequested = defineEvent({
  type: 'PuntoClienteRequested',
  schema: Type.Object({
    pointId: Id,
    kind: PointKind,
    /** As it stood at the request. */
    host: HostBodyFacts,
    region: RegionCode,
    province: ProvinceCode,
    municipality: CadastralCode,
    address: Address,
    hostRequest: Type.Optional(HostRequest),
    /** Day of the request, where it is not that of its recording. */
    requestedOn: Type.Optional(LocalDate),
    /** The code under which it was loaded, of a point that was there before it was recorded here. */
    loadedAs: Type.Optional(Text),
  }),
});

export const PuntoClienteApproved = defineEvent({
  type: 'PuntoClienteApproved',
  schema: Type.Object({
    kind: PointKind,
    /** Day of the act, where it is not that of its recording. */
    approvedOn: Type.Optional(LocalDate),
    ...Moves,
  }),
});

export const PuntoClienteDeclined = defineEvent({
  type: 'PuntoClienteDeclined',
  schema: Type.Object({
    kind: PointKind,
    reason: Text,
    /** Day of the act, where it is not that of its recording. */
    declinedOn: Type.Optional(LocalDate),
    ...Moves,
  }),
});

/** Operators were named in it before they had authorisations of their own. */
export const PuntoClienteActivated = defineEvent({
  type: 'PuntoClienteActivated',
  version: 3,
  schema: Type.Object({
    kind: PointKind,
    /** The protocol in force that covers the point. */
    protocolId: Id,
    /** First day of activity. */
    activatedOn: LocalDate,
    /** As activations of before named them: none of them was granted anything. */
    operatorsNamed: Type.Optional(Type.Array(Operator)),
    /**
     * First day without activity of an end that has lost its cause in the protocol: the point goes on, as if that had not
     * been. It counts as long as that end does.
     */
    undoes: Type.Optional(LocalDate),
    /**
     * It goes on as persons have left it: with what they suspended it for before that end or since, and not at all where they have
     * ended it. Those of earlier versions were followed by what it was suspended for, said anew.
     */
    asLeft: Type.Optional(Type.Literal(true)),
    /** Recorded by a load: who worked there was authorised elsewhere. */
    loaded: Type.Optional(Type.Literal(true)),
    ...Moves,
    ...Stands,
  }),
  // A version that does not know what is left aside must stop at it, and not take the point for active.
  upcasters: { 1: withoutOperators, 2: (data: unknown) => data },
});

function withoutOperators(data: unknown): unknown {
  const { operators, ...rest } = data as { readonly operators?: readonly Operator[] };
  return operators && operators.length > 0 ? { ...rest, operatorsNamed: operators } : rest;
}

export const PuntoClienteKindChanged = defineEvent({
  type: 'PuntoClienteKindChanged',
  schema: Type.Object({
    kind: PointKind,
    previousKind: PointKind,
    /** What it offers from then on. */
    services: ServiceIds,
    hostRequest: Type.Optional(HostRequest),
    changedOn: LocalDate,
    ...Moves,
  }),
});

export const PuntoClienteServicesRevised = defineEvent({
  type: 'PuntoClienteServicesRevised',
  schema: Type.Object({
    kind: PointKind,
    /** All that it offers from then on. */
    services: ServiceIds,
    revisedOn: LocalDate,
  }),
});

export const PuntoClienteRelocated = defineEvent({
  type: 'PuntoClienteRelocated',
  schema: Type.Object({
    kind: PointKind,
    ...Place.properties,
    previous: Place,
    relocatedOn: LocalDate,
    ...Moves,
  }),
});

/** A version that does not know what a protocol suspends for, or that two may overlap, must stop at it, and not take it for damage. */
export const PuntoClienteSuspended = defineEvent({
  type: 'PuntoClienteSuspended',
  version: 3,
  upcasters: { 1: (data: unknown) => data, 2: saidAlone },
  schema: Type.Object({
    kind: PointKind,
    /** The protocol that covers it. */
    protocolId: Id,
    reason: SuspensionReason,
    /** In words, which name nobody. */
    note: Type.Optional(Text),
    /** First day without activity. */
    suspendedOn: LocalDate,
    /** First day of activity again, where it is known. */
    until: Type.Optional(LocalDate),
    ...SaidAlone,
    ...Moves,
    ...Stands,
  }),
});

/** One reason of a suspension is over; the point is active again when none is left. */
export const PuntoClienteResumed = defineEvent({
  type: 'PuntoClienteResumed',
  schema: Type.Object({
    kind: PointKind,
    protocolId: Id,
    reason: SuspensionReason,
    /** First day on which that reason holds no longer. */
    resumedOn: LocalDate,
    /** First day of a suspension with its protocol that never was, as that of the protocol was annulled, or is of another day. */
    undoes: Type.Optional(LocalDate),
    /** An office has resumed it, on whatever day; else the day until which it was suspended has come, or a policy says so. */
    byHand: Type.Optional(Type.Literal(true)),
    ...Moves,
    ...Stands,
  }),
});

/** The protocol that covers it was renewed: it goes on under the successor, as it is. */
export const PuntoClienteCoverageTransferred = defineEvent({
  type: 'PuntoClienteCoverageTransferred',
  schema: Type.Object({
    kind: PointKind,
    previousProtocolId: Id,
    /** The protocol that covers it from then on. */
    protocolId: Id,
    /** First day under it. */
    transferredOn: LocalDate,
    ...Moves,
    ...Stands,
  }),
});

export const PuntoClienteDeactivated = defineEvent({
  type: 'PuntoClienteDeactivated',
  schema: Type.Object({
    kind: PointKind,
    /** The protocol that covered it. */
    protocolId: Id,
    reason: DeactivationReason,
    /** First day without activity. */
    deactivatedOn: LocalDate,
    /** The protocol that it had passed to on that day, in error: the one that covered it had ended before, as became known since. */
    passedTo: Type.Optional(Id),
    ...Moves,
    ...Stands,
  }),
});

/** What can be corrected of the facts of a point: dates, and the letter with which it was asked for. */
const RectifiedPointFields = Type.Partial(
  Type.Object({
    hostRequest: HostRequest,
    requestedOn: LocalDate,
    approvedOn: LocalDate,
    declinedOn: LocalDate,
    activatedOn: LocalDate,
    changedOn: LocalDate,
    revisedOn: LocalDate,
    relocatedOn: LocalDate,
    suspendedOn: LocalDate,
    until: LocalDate,
    resumedOn: LocalDate,
    deactivatedOn: LocalDate,
    transferredOn: LocalDate,
  }),
);

/** One of its facts was wrong (T2): from now on it counts corrected, or not at all. */
export const PuntoClienteRectified = defineEvent({
  type: 'PuntoClienteRectified',
  schema: rectificationOf(RectifiedPointFields, {
    /** Legal day that the fact had until now; where an annulment is annulled, the day that it has again. */
    on: LocalDate,
    /** What kind of point it is today. */
    kind: PointKind,
    from: Standing,
    to: Standing,
    /** What else stands today, once that is corrected. */
    standing: Type.Object({
      suspensions: Type.Array(Suspension),
      /** Absent where it has no activity. */
      activity: Type.Optional(Type.Object({ protocolId: Id, from: LocalDate })),
    }),
  }),
});

export const puntoClienteEvents = [
  PuntoClienteRequested,
  PuntoClienteApproved,
  PuntoClienteDeclined,
  PuntoClienteActivated,
  PuntoClienteKindChanged,
  PuntoClienteServicesRevised,
  PuntoClienteRelocated,
  PuntoClienteSuspended,
  PuntoClienteResumed,
  PuntoClienteCoverageTransferred,
  PuntoClienteDeactivated,
  PuntoClienteRectified,
] as const;
export type PuntoClienteEvent = EventsOf<typeof puntoClienteEvents>;
