import {
  defineProcessManager,
  give,
  idOf,
  releaseReservationCommand,
  reservationId,
  when,
  type WantedCommand,
} from '#kernel/domain';
import { enterUnitDependant, leaveUnit } from '#organisation';
import type { LocalDate } from '#italy';
import {
  PuntoInpsClosed,
  PuntoInpsOpened,
  PuntoInpsProposed,
  PuntoInpsRectified,
} from '../domain/punto-inps/events.ts';
import { AGENCY, IN_PLACE_OF_AGENCY } from '../use-cases/punto-inps/agency-to-become.ts';

/** The agency that a point is made of. */
interface Made {
  readonly agency: string;
  /** The command that holds it, as long as the point is neither open nor at its end. */
  readonly forCommandId?: string;
  /** The fact with which the agency was needed no longer, and by which field of it. */
  readonly over?: 'openedOn' | 'closedOn';
}

/**
 * A Punto INPS needs the agency that it is made of until it opens, when the agendas pass to it (K3). One that comes to nothing gives
 * the agency back, for another point; one that opened keeps it for good. An instance is a point.
 */
export const agenciesOfPuntiInps = defineProcessManager<Made>({
  name: 'agencies-of-punti-inps',
  gives: [enterUnitDependant, leaveUnit, releaseReservationCommand],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(PuntoInpsProposed, (_state, { data: { replaces: agency, proposedOn: from }, metadata }, id) => {
      if (agency === undefined) return { state: undefined };
      const enter = give(enterUnitDependant, { unit: agency, dependant: { kind: IN_PLACE_OF_AGENCY, id }, from });
      return { state: { agency, forCommandId: metadata.commandId }, commands: [enter] };
    }),
    when(PuntoInpsOpened, (state, { data: { openedOn, to } }, id) => {
      // Recorded after its end, it opened for nobody.
      if (!state || to === 'CLOSED') return { state };
      const { agency } = state;
      return { state: { agency, over: 'openedOn' }, commands: [leave(agency, id, openedOn)] };
    }),
    when(PuntoInpsClosed, (state, { data: { closedOn } }, id) => {
      if (state?.forCommandId === undefined) return { state };
      const { agency, forCommandId } = state;
      const given = { id: reservationId(AGENCY, agency), kind: AGENCY, forCommandId };
      return {
        state: { agency, over: 'closedOn' },
        commands: [leave(agency, id, closedOn), give(releaseReservationCommand, given)],
      };
    }),
    when(PuntoInpsRectified, (state, { data: { changes } }, id) => {
      const leftOn = state?.over && changes?.[state.over];
      return state && leftOn !== undefined ? { state, commands: [leave(state.agency, id, leftOn)] } : { state };
    }),
  ],
});

function leave(unit: string, id: string, leftOn: LocalDate): WantedCommand {
  return give(leaveUnit, { unit, dependant: { kind: IN_PLACE_OF_AGENCY, id }, leftOn });
}
