import type { Absent } from '#kernel/domain';
import type { PointKind } from '#vocabulary';
import type { PuntoCliente } from './punto-cliente-state.ts';

/** What other contexts may look up of a point. */
export interface PointFacts {
  readonly status: PuntoCliente['status'];
  readonly kind: PointKind;
  readonly hostId: string;
  readonly region: string;
}

/** @returns undefined where there is no such point */
export function pointFacts(point: PuntoCliente | Absent): PointFacts | undefined {
  if (point.status === 'ABSENT') return undefined;
  const { status, kind, host, region } = point;
  return { status, kind, hostId: host.id, region };
}
