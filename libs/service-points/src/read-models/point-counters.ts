import { defineCounters, moves } from '#use-cases';
import { POINT_KINDS } from '#vocabulary';
import {
  PuntoClienteActivated,
  PuntoClienteApproved,
  PuntoClienteDeactivated,
  PuntoClienteDeclined,
  PuntoClienteRequested,
} from '../domain/events.ts';
import { POINT_STATES } from '../domain/vocabulary.ts';

/** Points by kind and state. */
export const pointCounters = defineCounters({
  name: 'points',
  description: 'Points by kind and state.',
  counts: POINT_STATES,
  by: { field: 'kind', values: POINT_KINDS },
  moves: [
    moves(PuntoClienteRequested, { to: 'REQUESTED' }),
    moves(PuntoClienteApproved, { from: 'REQUESTED', to: 'APPROVED' }),
    moves(PuntoClienteDeclined, { from: 'REQUESTED', to: 'DECLINED' }),
    moves(PuntoClienteActivated, { from: 'APPROVED', to: 'ACTIVE' }),
    moves(PuntoClienteDeactivated, { from: 'ACTIVE', to: 'DEACTIVATED' }),
  ],
});
