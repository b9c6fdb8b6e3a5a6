import { defineProcessManager, give, idOf, when, type Reaction } from '#kernel/domain';
import { TerritorialUnitDetailsChanged, TerritorialUnitEstablished, TerritorialUnitRectified } from '#organisation';
import { AgendaOpened, AgendaTransferred } from '../domain/events/agenda-events.ts';
import { relocateAgenda } from '../use-cases/relocate-agenda.ts';

interface Seat {
  /** Where the unit has it, codice catastale; absent where nobody said. */
  readonly municipality?: string;
  /** Agendas of the unit's own desks. */
  readonly agendas: readonly string[];
}

const UNKNOWN: Seat = { agendas: [] };

/**
 * Agendas of a unit's own desks go with its seat, which moved or was corrected, that of a Punto INPS with the point alone. An
 * instance is a unit, by its code; it folds both sides, so that an agenda which is written just after the seat has moved, by
 * someone who looked just before, follows too. It stands apart from the other processes of a unit so that it reads the log of
 * an installation of before from its beginning.
 */
export const agendasFollowSeat = defineProcessManager<Seat>({
  name: 'agendas-follow-seat',
  gives: [relocateAgenda],
  on: [
    when(
      AgendaOpened,
      (state = UNKNOWN, { data: { agendaId, municipality } }) => {
        const next = { ...state, agendas: [...state.agendas, agendaId] };
        // One of before does not say where it is, and goes on so until the seat moves.
        const isElsewhere = municipality !== undefined && municipality !== state.municipality;
        return { state: next, commands: isElsewhere ? [give(relocateAgenda, { agendaId })] : [] };
      },
      ({ data: { owner } }) => (owner.kind === 'PUNTO_INPS' ? [] : [owner.unit]),
    ),
    when(
      AgendaTransferred,
      (state = UNKNOWN, { data: { agendaId } }) => ({
        state: { ...state, agendas: state.agendas.filter((one) => one !== agendaId) },
      }),
      ({ data: { previous } }) => [previous.owner.unit],
    ),
    when(
      TerritorialUnitEstablished,
      (state = UNKNOWN, { data: { municipality } }) => seated(state, municipality),
      ({ stream }) => [idOf(stream)],
    ),
    when(
      TerritorialUnitDetailsChanged,
      (state = UNKNOWN, { data: { standing } }) => seated(state, standing.municipality),
      ({ stream }) => [idOf(stream)],
    ),
    when(
      TerritorialUnitRectified,
      // Before seats were corrected, a rectification said neither name nor seat.
      (state = UNKNOWN, { data: { standing } }) =>
        standing.name === undefined ? { state } : seated(state, standing.municipality),
      ({ stream }) => [idOf(stream)],
    ),
  ],
});

/** The unit has its seat there: its agendas follow where it had it elsewhere. */
function seated({ agendas, municipality: before }: Seat, municipality: string | undefined): Reaction<Seat> {
  const state = { agendas, ...(municipality === undefined ? {} : { municipality }) };
  const following = municipality === before ? [] : agendas;
  return { state, commands: following.map((agendaId) => give(relocateAgenda, { agendaId })) };
}
