import { defineProcessManager, give, idOf, releaseReservationCommand, when, type WantedCommand } from '#kernel/domain';
import { enterUnitDependant, leaveUnit, NEEDING_A_KIND } from '#organisation';
import type { LocalDate } from '#italy';
import {
  PuntoInpsClosed,
  PuntoInpsOpened,
  PuntoInpsProposed,
  PuntoInpsRectified,
} from '../domain/punto-inps/events.ts';

/** The agency that a point is made of. */
interface Made {
  readonly agency: string;
  /** The fact with which the agency was needed no longer, and by which field of it. */
  readonly over?: 'openedOn' | 'closedOn';
}

/** A Punto INPS needs the agency that it is made of until it opens, when the agendas pass to it (K3). An instance is a point. */
export const agenciesOfPuntiInps = defineProcessManager<Made>({
  name: 'agencies-of-punti-inps',
  gives: [
    ...[enterUnitDependant, leaveUnit],
    // What earlier versions have planned, and not given yet.
    releaseReservationCommand,
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(PuntoInpsProposed, (_state, { data: { replaces: agency, proposedOn: from } }, id) => {
      if (agency === undefined) return { state: undefined };
      const enter = give(enterUnitDependant, {
        unit: agency,
        dependant: { kind: NEEDING_A_KIND.inPlaceOfAgency, id },
        from,
      });
      return { state: { agency }, commands: [enter] };
    }),
    when(PuntoInpsOpened, (state, { data: { openedOn, to } }, id) => {
      // Recorded after its end, it opened for nobody.
      if (!state || to === 'CLOSED') return { state };
      const { agency } = state;
      return { state: { agency, over: 'openedOn' }, commands: [leave(agency, id, openedOn)] };
    }),
    when(PuntoInpsClosed, (state, { data: { closedOn } }, id) => {
      if (!state || state.over) return { state };
      const { agency } = state;
      return { state: { agency, over: 'closedOn' }, commands: [leave(agency, id, closedOn)] };
    }),
    when(PuntoInpsRectified, (state, { data: { changes } }, id) => {
      const leftOn = state?.over && changes?.[state.over];
      return state && leftOn !== undefined ? { state, commands: [leave(state.agency, id, leftOn)] } : { state };
    }),
  ],
});

function leave(unit: string, id: string, leftOn: LocalDate): WantedCommand {
  return give(leaveUnit, { unit, dependant: { kind: NEEDING_A_KIND.inPlaceOfAgency, id }, leftOn });
}
