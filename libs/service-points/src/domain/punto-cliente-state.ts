import type { Absent } from '#kernel/domain';
import { endsWhatStands, leftByPersons, suspendedBy, type Overlapping, type SetWithSuspension } from '#use-cases/dated';
import type { HostBodyFacts, PointKind } from '#vocabulary';
import type { PuntoClienteEvent } from './events.ts';
import {
  isBegunLater,
  isEndByProtocol,
  isSuspensionByPolicy,
  isSuspensionByProtocol,
  type Address,
  type DeactivationReason,
  type Suspension,
  type SuspensionReason,
} from './vocabulary.ts';

/** What every point has, from its request on. */
interface Requested {
  readonly id: string;
  readonly kind: PointKind;
  readonly host: HostBodyFacts;
  readonly region: string;
  readonly province: string;
  readonly municipality: string;
  readonly address: Address;
  /** Whether the administration has asked for it. */
  readonly isAskedFor: boolean;
  /** Ids of the services that it offers. */
  readonly services: readonly string[];
  /** The code under which it was loaded. */
  readonly loadedAs?: string;
}

/** What its activation adds. */
interface Activated extends Requested {
  readonly activity: {
    readonly protocolId: string;
    /** First day of activity. */
    readonly from: string;
  };
}

/** Why and when the activity of a point ended. */
interface ActivityEnd {
  readonly reason: DeactivationReason;
  /** First day without activity. */
  readonly on: string;
  /**
   * Where its protocol has ended it: the point as it would be, had that not been. What persons do of it goes on there, aside, so that it
   * stands once the end is undone.
   */
  readonly otherwise?: ActivePoint | SuspendedPoint | DeactivatedPoint;
}

type RequestedPoint = Requested & { readonly status: 'REQUESTED' };
export type ApprovedPoint = Requested & { readonly status: 'APPROVED' };
type DeclinedPoint = Requested & { readonly status: 'DECLINED' };
export type ActivePoint = Activated & { readonly status: 'ACTIVE' };
/** For one reason or for several. */
export type SuspendedPoint = Activated & {
  readonly status: 'SUSPENDED';
  /** What stands for each reason. */
  readonly suspendedBy: readonly Overlapping<Suspension>[];
};
/** It may be active again, under a protocol in force. */
export type DeactivatedPoint = Activated & { readonly status: 'DEACTIVATED'; readonly ended: ActivityEnd };

/** A Punto Cliente as far as its rules look at it: its status says what else is known. */
export type PuntoCliente =
  RequestedPoint | ApprovedPoint | DeclinedPoint | ActivePoint | SuspendedPoint | DeactivatedPoint;

export const {
  /** The state of a point after one more fact. Each finds the state that it was decided on, or is not asked for. */
  evolve,
  /** What persons do of a point that its protocol has ended, aside: it stands once that end is undone. */
  aside,
  /** A point as persons have left it: where its protocol has ended it, as it would be had that not been. */
  asLeft,
  /** Tells whether persons have left a point without activity, whatever its protocol says of it. */
  isLeftEnded,
} = leftByPersons<PuntoCliente, DeactivatedPoint, PuntoClienteEvent>({
  evolved,
  hasEnded: (point) => point.status === 'DEACTIVATED',
  mayLoseItsCause: isByProtocol,
  // It may have become of another kind aside: what is offered as one of the kind that it was is nothing to that (K4).
  isNothingTo: ({ type, data }, { kind }) => type === 'PuntoClienteServicesRevised' && data.kind !== kind,
});

function evolved(state: PuntoCliente | Absent, event: PuntoClienteEvent): PuntoCliente {
  if (event.type === 'PuntoClienteRequested') {
    const { pointId: id, hostRequest, ...rest } = event.data;
    return { status: 'REQUESTED', id, ...rest, isAskedFor: hostRequest !== undefined, services: [] };
  }
  const point = state as PuntoCliente;
  switch (event.type) {
    case 'PuntoClienteApproved':
      return { ...point, status: 'APPROVED' };
    case 'PuntoClienteDeclined':
      return { ...point, status: 'DECLINED' };
    case 'PuntoClienteActivated': {
      const { protocolId, activatedOn, undoes } = event.data;
      // What goes on without a gap began when it did.
      const from = undoes === activatedOn ? (point as DeactivatedPoint).activity.from : activatedOn;
      const before = startingFrom(point as ApprovedPoint | DeactivatedPoint, event.data);
      if (before.status === 'ACTIVE' || before.status === 'SUSPENDED') {
        return goingOn(before, { protocolId, from }, activatedOn);
      }
      const { ended: _over, ...rest } = before as DeactivatedPoint;
      return { ...rest, status: 'ACTIVE', activity: { protocolId, from } };
    }
    case 'PuntoClienteKindChanged': {
      const { kind, services, hostRequest } = event.data;
      return { ...point, kind, services, isAskedFor: point.isAskedFor || hostRequest !== undefined };
    }
    case 'PuntoClienteServicesRevised':
      return { ...point, services: event.data.services };
    case 'PuntoClienteRelocated': {
      const { province, municipality, address } = event.data;
      return { ...point, province, municipality, address };
    }
    case 'PuntoClienteSuspended': {
      const { reason, suspendedOn: from, until } = event.data;
      const stood = standingFor(point, reason);
      const one = { reason, from, ...(until === undefined ? {} : { until }) };
      // What a policy says once more has the end that it says now.
      const standing = suspendedBy(isSuspensionByPolicy(reason) ? undefined : stood, one, event.data);
      const others = allOf(point).filter((other) => other !== stood);
      return { ...(point as ActivePoint), status: 'SUSPENDED', suspendedBy: [...others, standing] };
    }
    case 'PuntoClienteResumed': {
      const { suspendedBy: all, ...rest } = point as SuspendedPoint;
      const left = all.filter(({ suspension: { reason } }) => reason !== event.data.reason);
      return suspendedAs(rest, left);
    }
    case 'PuntoClienteCoverageTransferred': {
      const { protocolId, transferredOn: from } = event.data;
      return { ...(point as ActivePoint), activity: { protocolId, from } };
    }
    case 'PuntoClienteDeactivated': {
      const { suspendedBy: _over, ...rest } = point as SuspendedPoint;
      const { reason, protocolId, deactivatedOn: on } = event.data;
      // One that has passed to a successor in error ends under the protocol before, and would go on under that.
      const activity = { ...rest.activity, protocolId };
      const left = { ...(point as ActivePoint | SuspendedPoint), activity };
      const otherwise = isEndByProtocol(reason) ? { otherwise: left } : {};
      return { ...rest, activity, status: 'DEACTIVATED', ended: { reason, on, ...otherwise } };
    }
    // What it corrects is folded corrected.
    case 'PuntoClienteRectified':
      return point;
  }
}

function isByProtocol({ type, data }: PuntoClienteEvent): boolean {
  switch (type) {
    case 'PuntoClienteActivated':
    case 'PuntoClienteCoverageTransferred':
      return true;
    case 'PuntoClienteDeactivated':
      return isEndByProtocol(data.reason);
    case 'PuntoClienteSuspended':
    case 'PuntoClienteResumed':
      return isSuspensionByProtocol(data.reason);
    default:
      return false;
  }
}

/**
 * As what a point is activated: as persons have left it, where an end by its protocol is undone, or it turns out not to have begun before,
 * whichever activation it begins by then.
 */
function startingFrom(
  point: ApprovedPoint | DeactivatedPoint,
  { undoes, asLeft }: Extract<PuntoClienteEvent, { readonly type: 'PuntoClienteActivated' }>['data'],
): ApprovedPoint | DeactivatedPoint | ActivePoint | SuspendedPoint {
  if (point.status === 'APPROVED') return point;
  const { reason, otherwise = point } = point.ended;
  return asLeft || (undoes === undefined && isBegunLater(reason)) ? otherwise : point;
}

/** An end by its protocol is undone: what that suspended the point for is for it to say. */
function goingOn(
  otherwise: ActivePoint | SuspendedPoint,
  activity: Activated['activity'],
  from: string,
): ActivePoint | SuspendedPoint {
  const { suspendedBy: _all, ...rest } = otherwise as SuspendedPoint;
  const left = allOf(otherwise).filter(
    ({ suspension: { reason, until } }) => !isSuspensionByProtocol(reason) && (until === undefined || until > from),
  );
  return suspendedAs({ ...rest, activity }, left);
}

function suspendedAs(point: Activated, left: SuspendedPoint['suspendedBy']): ActivePoint | SuspendedPoint {
  return left.length > 0 ? { ...point, status: 'SUSPENDED', suspendedBy: left } : { ...point, status: 'ACTIVE' };
}

/** Why a point is suspended; nothing where it is not. */
export function suspensionsOf(point: PuntoCliente): readonly Suspension[] {
  return allOf(point).map(({ suspension }) => suspension);
}

/** Whether a resumption ends what suspends a point for its reason. */
export function isResumedBy(
  point: PuntoCliente,
  { reason, resumedOn }: Extract<PuntoClienteEvent, { readonly type: 'PuntoClienteResumed' }>['data'],
  set: SetWithSuspension,
): boolean {
  return endsWhatStands(standingFor(point, reason), { resumedOn, ...set });
}

function standingFor(point: PuntoCliente, reason: SuspensionReason): Overlapping<Suspension> | undefined {
  return allOf(point).find(({ suspension }) => suspension.reason === reason);
}

function allOf(point: PuntoCliente): readonly Overlapping<Suspension>[] {
  return point.status === 'SUSPENDED' ? point.suspendedBy : [];
}
