import type { PuntoClienteEvent } from './events.ts';
import type { PointHost, PointKind, PointStatus } from './vocabulary.ts';

/** A Punto Cliente as far as its rules look at it. */
export interface PuntoCliente {
  readonly id: string;
  readonly status: PointStatus;
  readonly kind: PointKind;
  readonly host: PointHost;
  readonly region: string;
  readonly province: string;
  /** While active, and after. */
  readonly activity?: { readonly protocolId: string; readonly from: string };
}

export interface PuntoClienteState {
  /** Absent until requested. */
  readonly point?: PuntoCliente;
}

/** The state of a point after one more event. */
export function evolve(state: PuntoClienteState, event: PuntoClienteEvent): PuntoClienteState {
  if (event.type === 'PuntoClienteRequested') {
    const { pointId, kind, host, region, province } = event.data;
    return { point: { id: pointId, status: 'REQUESTED', kind, host, region, province } };
  }
  const { point } = state;
  return point ? { point: { ...point, ...changeOf(event) } } : state;
}

function changeOf(event: Exclude<PuntoClienteEvent, { type: 'PuntoClienteRequested' }>): Partial<PuntoCliente> {
  switch (event.type) {
    case 'PuntoClienteApproved':
      return { status: 'APPROVED' };
    case 'PuntoClienteDeclined':
      return { status: 'DECLINED' };
    case 'PuntoClienteActivated': {
      const { protocolId, activatedOn } = event.data;
      return { status: 'ACTIVE', activity: { protocolId, from: activatedOn } };
    }
    case 'PuntoClienteDeactivated':
      return { status: 'DEACTIVATED' };
  }
}
