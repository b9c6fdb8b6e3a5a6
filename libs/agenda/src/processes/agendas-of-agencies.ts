import { defineProcessManager, give, idOf, when } from '#kernel/domain';
import { PuntoInpsOpened } from '#service-points';
import { AgendaOpened } from '../domain/events/agenda-events.ts';
import { transferAgenda } from '../use-cases/transfer-agenda.ts';

interface AgencyDesk {
  /** Agendas of the desk of the unit. */
  readonly agendas: readonly string[];
  /** The Punto INPS that the agency became. */
  readonly puntoInpsId?: string;
}

/**
 * When an agency becomes a Punto INPS, the agendas of its desk pass to the point as that opens, with all that is booked (K3;
 * INPS circolare 96/2018). An instance is a unit, by its code; an agenda which is written just after passes, too.
 */
export const agendasOfAgencies = defineProcessManager<AgencyDesk>({
  name: 'agendas-of-agencies',
  gives: [transferAgenda],
  on: [
    when(
      AgendaOpened,
      (state = { agendas: [] }, { data: { agendaId } }) => {
        const { puntoInpsId, agendas } = state;
        const next = { ...state, agendas: [...agendas, agendaId] };
        return puntoInpsId === undefined
          ? { state: next }
          : { state: next, commands: [give(transferAgenda, { agendaId, puntoInpsId })] };
      },
      ({ data: { owner } }) => (owner.kind === 'UNIT_DESK' ? [owner.unit] : []),
    ),
    when(
      PuntoInpsOpened,
      (state = { agendas: [] }, { stream, data: { to } }) => {
        // Recorded after its end, it opened for nobody. Of two points that name one agency, it became the one that opened first.
        if (to === 'CLOSED' || state.puntoInpsId !== undefined) return { state };
        const puntoInpsId = idOf(stream);
        const commands = state.agendas.map((agendaId) => give(transferAgenda, { agendaId, puntoInpsId }));
        return { state: { ...state, puntoInpsId }, commands };
      },
      ({ data: { replaces } }) => (replaces === undefined ? [] : [replaces]),
    ),
  ],
});
