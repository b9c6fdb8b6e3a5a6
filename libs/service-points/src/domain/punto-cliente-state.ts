import type { Absent } from '#kernel/domain';
import type { HostBodyFacts, PointKind } from '#vocabulary';
import type { PuntoClienteEvent } from './events.ts';

/** What every point has, from its request on. */
interface Requested {
  readonly id: string;
  readonly kind: PointKind;
  readonly host: HostBodyFacts;
  readonly region: string;
  readonly province: string;
}

/** What its activation adds. */
interface Activated extends Requested {
  readonly activity: {
    readonly protocolId: string;
    /** First day of activity. */
    readonly from: string;
  };
}

type RequestedPoint = Requested & { readonly status: 'REQUESTED' };
export type ApprovedPoint = Requested & { readonly status: 'APPROVED' };
type DeclinedPoint = Requested & { readonly status: 'DECLINED' };
export type ActivePoint = Activated & { readonly status: 'ACTIVE' };
type DeactivatedPoint = Activated & { readonly status: 'DEACTIVATED' };

/** A Punto Cliente as far as its rules look at it: its status says what else is known. */
export type PuntoCliente = RequestedPoint | ApprovedPoint | DeclinedPoint | ActivePoint | DeactivatedPoint;

/** The state of a point after one more event. The log holds what the rules let in: each event finds its state. */
export function evolve(state: PuntoCliente | Absent, event: PuntoClienteEvent): PuntoCliente {
  switch (event.type) {
    case 'PuntoClienteRequested': {
      const { pointId: id, kind, host, region, province } = event.data;
      return { status: 'REQUESTED', id, kind, host, region, province };
    }
    case 'PuntoClienteApproved':
      return { ...(state as RequestedPoint), status: 'APPROVED' };
    case 'PuntoClienteDeclined':
      return { ...(state as RequestedPoint), status: 'DECLINED' };
    case 'PuntoClienteActivated': {
      const { protocolId, activatedOn: from } = event.data;
      return { ...(state as ApprovedPoint), status: 'ACTIVE', activity: { protocolId, from } };
    }
    case 'PuntoClienteDeactivated':
      return { ...(state as ActivePoint), status: 'DEACTIVATED' };
  }
}
