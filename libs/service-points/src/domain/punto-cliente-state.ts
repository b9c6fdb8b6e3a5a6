import type { Absent } from '#kernel/domain';
import { endsWhatStands, suspendedBy, type Overlapping, type SetWithSuspension } from '#use-cases/dated';
import type { HostBodyFacts, PointKind } from '#vocabulary';
import type { PuntoClienteEvent } from './events.ts';
import {
  isSuspensionByPolicy,
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
  /** What it was suspended for then. */
  readonly suspensions: readonly Suspension[];
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

/** The state of a point after one more fact. Each finds the state that it was decided on, or is not asked for. */
export function evolve(state: PuntoCliente | Absent, event: PuntoClienteEvent): PuntoCliente {
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
      const { ended: _over, ...rest } = point as DeactivatedPoint;
      // What goes on without a gap began when it did.
      const from = undoes === activatedOn ? rest.activity.from : activatedOn;
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
      return left.length > 0 ? { ...rest, status: 'SUSPENDED', suspendedBy: left } : { ...rest, status: 'ACTIVE' };
    }
    case 'PuntoClienteCoverageTransferred': {
      const { protocolId, transferredOn: from } = event.data;
      return { ...(point as ActivePoint), activity: { protocolId, from } };
    }
    case 'PuntoClienteDeactivated': {
      const { suspendedBy: _over, ...rest } = point as SuspendedPoint;
      const { reason, deactivatedOn: on } = event.data;
      return { ...rest, status: 'DEACTIVATED', ended: { reason, on, suspensions: suspensionsOf(point) } };
    }
    // What it corrects is folded corrected.
    case 'PuntoClienteRectified':
      return point;
  }
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
