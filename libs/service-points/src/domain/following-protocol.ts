import type { Absent } from '#kernel/domain';
import { romeDateOf, type LocalDate } from '#italy';
import { lifeOnce, withEndsByNow } from '#use-cases/dated';
import type { PointKind } from '#vocabulary';
import { endsOfPointByNow } from './ends-by-now.ts';
import type { PuntoClienteEvent } from './events.ts';
import { takingEffectTogether, type DatedMove, type Taken } from './legal-effect.ts';
import { handedOver, type Handover } from './handover.ts';
import { puntoCliente, type LivedPoint } from './punto-cliente.ts';
import {
  asLeft,
  suspensionsOf,
  type ActivePoint,
  type DeactivatedPoint,
  type PuntoCliente,
  type SuspendedPoint,
} from './punto-cliente-state.ts';
import {
  SUSPENSIONS_BY_PROTOCOLS,
  type REASONS_OF_PROTOCOLS,
  type Suspension,
  type SuspensionByProtocol,
} from './vocabulary.ts';

/** What a protocol is to a point on a day. */
export type Covering =
  | {
      readonly covers: true;
      /** Kinds of point that it allows. */
      readonly kinds: readonly PointKind[];
      readonly suspension?: { readonly until?: LocalDate | undefined };
      /** It was suspended on that day, and may be so no longer. */
      readonly wasSuspended: boolean;
    }
  | {
      readonly covers: false;
      readonly reason: (typeof REASONS_OF_PROTOCOLS)[number];
      /** The protocol that covers the point from then on. */
      readonly successorId?: string;
    };

/** What a protocol is to a point, day by day. */
export interface CoveringProtocol {
  readonly protocolId: string;
  /** Its legal days: between two of them nothing of it changes. */
  readonly days: readonly LocalDate[];
  /** What it is at the end of a day. */
  on(day: LocalDate): Covering;
  /** Where it was taken over by a successor, or has taken over from the one that it renews, as is known now. */
  readonly handover?: Handover | undefined;
}

/**
 * The facts that a point lacks to follow a protocol: on every legal day of the two it is looked at what the protocol is to
 * the point, and what the point is. So it does not matter what of the protocol was recorded late, rectified or annulled, nor
 * in which order. Each fact has the day on which the two differ (T1).
 * The end of a suspension that has come, and that nobody had to say as the point had ended before, is said with them.
 * @returns none where the point is as it should be
 */
export function followingProtocol(
  lived: LivedPoint,
  protocol: CoveringProtocol,
  known: Taken,
): readonly PuntoClienteEvent[] {
  const { now } = known;
  const moved = following(lived, protocol, known);
  return withEndsByNow(puntoCliente.told, lived.life, moved, { now, today: romeDateOf(now) }, endsOfPointByNow);
}

/** The facts by which it passes, is suspended and goes on, or ends. */
function following(lived: LivedPoint, protocol: CoveringProtocol, known: Taken): readonly PuntoClienteEvent[] {
  const { told } = puntoCliente;
  const handed = handedOver(lived, protocol.handover, known);
  if (handed.length > 0) {
    const after = { ...lived, life: lifeOnce(told, lived.life, known.now, ...handed) };
    return [...handed, ...following(after, protocol, known)];
  }
  const days = new Set([...protocol.days, ...told.facts(lived.life).map(({ on }) => on)]);
  const moves: DatedMove[] = [];
  for (const on of [...days].sort()) {
    const events = takingEffectTogether(lived, moves, known);
    const life = lifeOnce(told, lived.life, known.now, ...events);
    const point = told.judgedOn(life, on);
    const isSuspended = moves.some(({ fact }) => fact.type === 'PuntoClienteSuspended');
    const facts = [
      ...lacking(point, protocol, on),
      ...(isSuspended ? leftBehind(point, protocol, on) : []),
      ...(hasPassed(told.facts(life), protocol, on) ? passedInError(point, protocol, on) : []),
    ];
    moves.push(...facts.map((fact) => ({ fact, on })));
  }
  return takingEffectTogether(lived, moves, known);
}

type Fact = DatedMove['fact'];

function lacking(point: PuntoCliente | Absent, protocol: CoveringProtocol, on: LocalDate): Fact[] {
  if (!('activity' in point)) return [];
  if (point.activity.protocolId !== protocol.protocolId) return [];
  const covering = protocol.on(on);
  if (point.status === 'DEACTIVATED') {
    if (!losesItsCause(point, protocol, on)) return [];
    return covering.covers ? goingOn(point, covering, on) : passingAfterAll(point, covering, on);
  }
  return covering.covers ? suspensions(point, covering, on) : [end(point, covering, on)];
}

/** What a protocol suspends a point for, recorded late, does not go with the point to the successor. */
function leftBehind(point: PuntoCliente | Absent, { protocolId }: CoveringProtocol, on: LocalDate): Fact[] {
  if (point.status !== 'SUSPENDED' || point.activity.protocolId === protocolId || point.activity.from !== on) return [];
  const standing = suspensionsOf(point);
  return SUSPENSIONS_BY_PROTOCOLS.filter((reason) =>
    standing.some((one) => one.reason === reason && one.from < on),
  ).map((reason) => resumed(point, reason, on));
}

/** Whether the point has passed from a protocol on a day, by what counts of its life. */
function hasPassed(
  facts: ReturnType<typeof puntoCliente.told.facts>,
  { protocolId }: CoveringProtocol,
  on: LocalDate,
): boolean {
  return facts.some(
    ({ event: { type, data }, on: day, counts }) =>
      type === 'PuntoClienteCoverageTransferred' && counts && day === on && data.previousProtocolId === protocolId,
  );
}

/** Nobody has taken over a protocol that had ended before, as is known now: what passed on a day since has ended under it. */
function passedInError(point: PuntoCliente | Absent, protocol: CoveringProtocol, on: LocalDate): Fact[] {
  if ((point.status !== 'ACTIVE' && point.status !== 'SUSPENDED') || point.activity.from !== on) return [];
  const covering = protocol.on(on);
  if (covering.covers || covering.successorId !== undefined) return [];
  const { protocolId } = protocol;
  const { kind, activity } = point;
  const ended = { kind, protocolId, reason: covering.reason, deactivatedOn: on, passedTo: activity.protocolId };
  return [{ type: 'PuntoClienteDeactivated', data: ended }];
}

type Covered = Extract<Covering, { readonly covers: true }>;
type Uncovered = Extract<Covering, { readonly covers: false }>;
type Until = { readonly until?: LocalDate | undefined };

/** What a protocol that covers a point suspends it for, each until when: it is suspended itself, or does not allow its kind. */
function wantedOf(kind: PointKind, { kinds, suspension }: Covered): ReadonlyMap<SuspensionByProtocol, Until> {
  return new Map<SuspensionByProtocol, Until>([
    ...(suspension ? ([['PROTOCOL_SUSPENDED', suspension]] as const) : []),
    ...(kinds.includes(kind) ? [] : ([['KIND_NOT_COVERED', {}]] as const)),
  ]);
}

/** Tells whether something suspended the point on a day for a part of that; a kind is that of the whole day. */
function wasSuspendedFor(reason: SuspensionByProtocol, { wasSuspended }: Covered): boolean {
  return reason === 'PROTOCOL_SUSPENDED' && wasSuspended;
}

/** It is suspended as its protocol is, and as long; and while that does not allow its kind. */
function suspensions(point: ActivePoint | SuspendedPoint, covering: Covered, on: LocalDate): Fact[] {
  const wanted = wantedOf(point.kind, covering);
  return SUSPENSIONS_BY_PROTOCOLS.flatMap((reason): Fact[] => {
    const standing = suspensionsOf(point).find((one) => one.reason === reason);
    const asked = wanted.get(reason);
    if (!asked)
      return standing ? [resumed(point, reason, on, standing.from === on && !wasSuspendedFor(reason, covering))] : [];
    return standing && standing.until === asked.until ? [] : [suspended(point, { reason, from: on, ...asked })];
  });
}

function end(point: ActivePoint | SuspendedPoint, { reason, successorId }: Uncovered, on: LocalDate): Fact {
  const { kind, activity } = point;
  if (successorId === undefined) {
    return { type: 'PuntoClienteDeactivated', data: { ...ofActivity(point), reason, deactivatedOn: on } };
  }
  const passes = { previousProtocolId: activity.protocolId, protocolId: successorId, transferredOn: on };
  return { type: 'PuntoClienteCoverageTransferred', data: { kind, ...passes } };
}

/**
 * An end that the protocol had caused and causes no longer is undone: on its own day, or once the protocol has entered into
 * force. What persons have suspended the point for, before that end or since, goes on; and an end by a person stands.
 */
function goingOn(point: DeactivatedPoint, covering: Covered, on: LocalDate): Fact[] {
  const { ended } = point;
  const left = asLeft(point);
  if (left.status !== 'ACTIVE' && left.status !== 'SUSPENDED') return [];
  return [
    goesOn(left, on, ended.on),
    ...[...wantedOf(left.kind, covering)].map(([reason, until]) => suspended(left, { reason, from: on, ...until })),
  ];
}

/**
 * An end that the protocol had caused, which was renewed before as is known now, is undone: the point passes on that day, or, where the
 * protocol was renewed on the day on which it entered into force, on this.
 */
function passingAfterAll(point: DeactivatedPoint, covering: Uncovered, on: LocalDate): Fact[] {
  const left = asLeft(point);
  const isLeftActive = left.status === 'ACTIVE' || left.status === 'SUSPENDED';
  if (covering.successorId === undefined || !isLeftActive) return [];
  return [goesOn(left, on, point.ended.on), end(left, covering, on)];
}

/** Whether an end may be undone on a day: on its own, or on the first day in force of the protocol that was not then. */
function losesItsCause({ ended }: DeactivatedPoint, protocol: CoveringProtocol, on: LocalDate): boolean {
  if (ended.on === on) return true;
  if (ended.reason !== 'PROTOCOL_NOT_IN_FORCE') return false;
  return protocol.days.every((day) => day < ended.on || day >= on || isNotInForceYet(protocol.on(day)));
}

function isNotInForceYet(covering: Covering): boolean {
  return !covering.covers && covering.reason === 'PROTOCOL_NOT_IN_FORCE';
}

/** That a point goes on as persons have left it, from a day on, as its end has lost its cause. */
function goesOn(left: ActivePoint | SuspendedPoint, activatedOn: LocalDate, undoes: LocalDate): Fact {
  return { type: 'PuntoClienteActivated', data: { ...ofActivity(left), activatedOn, undoes, asLeft: true } };
}

type WithActivity = ActivePoint | SuspendedPoint | DeactivatedPoint;

function suspended(
  point: WithActivity,
  { reason, from: suspendedOn, until }: Omit<Suspension, 'until'> & { readonly until?: LocalDate | undefined },
): Fact {
  const more = until === undefined ? {} : { until };
  return { type: 'PuntoClienteSuspended', data: { ...ofActivity(point), reason, suspendedOn, ...more } };
}

/** @param neverWas the suspension has lost its cause */
function resumed(
  point: SuspendedPoint | ActivePoint,
  reason: SuspensionByProtocol,
  resumedOn: LocalDate,
  neverWas = false,
): Fact {
  const data = { ...ofActivity(point), reason, resumedOn };
  return { type: 'PuntoClienteResumed', data: neverWas ? { ...data, undoes: resumedOn } : data };
}

function ofActivity({ kind, activity: { protocolId } }: WithActivity) {
  return { kind, protocolId };
}
