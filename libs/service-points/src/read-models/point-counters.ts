import { defineCounters, moves, shifts, type Cell, type Shift } from '#use-cases';
import { POINT_KINDS } from '#vocabulary';
import {
  PuntoClienteActivated,
  PuntoClienteApproved,
  PuntoClienteCoverageTransferred,
  PuntoClienteDeactivated,
  PuntoClienteDeclined,
  PuntoClienteKindChanged,
  PuntoClienteRectified,
  PuntoClienteRelocated,
  PuntoClienteRequested,
  PuntoClienteResumed,
  PuntoClienteSuspended,
} from '../domain/events.ts';
import { POINT_STATES, type PointStatus, type Standing } from '../domain/vocabulary.ts';

/** What an event says that a point was counted as, and is; of an earlier version, the one move that it could make. */
function shiftOf(from: PointStatus, to: PointStatus) {
  return (data: { readonly from?: Standing; readonly to?: Standing }): Shift<PointStatus> =>
    data.from && data.to
      ? { from: cellOf(data.from), to: cellOf(data.to) }
      : { from: { count: from }, to: { count: to } };
}

function cellOf({ kind, state, province }: Standing): Cell<PointStatus> {
  return { count: state, value: kind, province };
}

/** Points by kind and state. */
export const pointCounters = defineCounters({
  name: 'points',
  description: 'Points by kind and state.',
  version: 3,
  counts: POINT_STATES,
  by: { field: 'kind', values: POINT_KINDS },
  moves: [
    moves(PuntoClienteRequested, { to: 'REQUESTED' }),
    shifts(PuntoClienteApproved, shiftOf('REQUESTED', 'APPROVED')),
    shifts(PuntoClienteDeclined, shiftOf('REQUESTED', 'DECLINED')),
    shifts(PuntoClienteActivated, shiftOf('APPROVED', 'ACTIVE')),
    shifts(PuntoClienteKindChanged, shiftOf('ACTIVE', 'ACTIVE')),
    shifts(PuntoClienteRelocated, shiftOf('ACTIVE', 'ACTIVE')),
    shifts(PuntoClienteSuspended, shiftOf('ACTIVE', 'SUSPENDED')),
    shifts(PuntoClienteResumed, shiftOf('SUSPENDED', 'ACTIVE')),
    // Recorded late, it may take an end away.
    shifts(PuntoClienteCoverageTransferred, shiftOf('ACTIVE', 'ACTIVE')),
    shifts(PuntoClienteDeactivated, shiftOf('ACTIVE', 'DEACTIVATED')),
    shifts(PuntoClienteRectified, ({ from, to }) => ({ from: cellOf(from), to: cellOf(to) })),
  ],
});
