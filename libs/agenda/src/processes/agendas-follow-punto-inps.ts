import { defineProcessManager, give, idOf, when, type Reaction, type WantedCommand } from '#kernel/domain';
import {
  PuntoInpsClosed,
  PuntoInpsOpened,
  PuntoInpsReferenceUnitChanged,
  PuntoInpsResumed,
  PuntoInpsSuspended,
} from '#service-points';
import { AgendaOpened, AgendaTransferred, type AgendaOwner } from '../domain/events/agenda-events.ts';
import { transferAgenda } from '../use-cases/transfer-agenda.ts';
import {
  endAgendaWithPoint,
  openBookingsWithPoint,
  reopenAgendaWithPoint,
  shutAgendaWithPoint,
} from '../use-cases/with-punto-inps.ts';

/** Why its agendas receive nobody. */
interface Suspended {
  readonly suspendedOn: string;
  readonly until?: string;
}

interface PointWithAgendas {
  readonly agendas: readonly string[];
  readonly isOpen?: true;
  readonly suspended?: Suspended;
  /** First day on which the point is there no longer. Kept for good: an agenda may be written just after. */
  readonly closedOn?: string;
}

const NEW: PointWithAgendas = { agendas: [] };

/**
 * Agendas follow their Punto INPS: nobody books before it is open (K3), they are shut while it is suspended, go with it under
 * another reference unit, and end with it. An instance is a point; it folds both sides, so that an agenda which is written
 * just after what became of the point, by someone who looked just before, follows too. What was recorded late and changes
 * nothing of today brings nothing about.
 */
export const agendasFollowPuntoInps = defineProcessManager<PointWithAgendas>({
  name: 'agendas-follow-punto-inps',
  gives: [openBookingsWithPoint, shutAgendaWithPoint, reopenAgendaWithPoint, endAgendaWithPoint, transferAgenda],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when([AgendaOpened, AgendaTransferred], agendaCame, ({ data: { owner } }) => pointOf(owner)),
    when(PuntoInpsOpened, (state = NEW, { data: { to } }, puntoInpsId) => {
      if (to === 'CLOSED') return { state };
      const next = { ...state, isOpen: true as const };
      return {
        state: next,
        commands: next.agendas.map((agendaId) => give(openBookingsWithPoint, { agendaId, puntoInpsId })),
      };
    }),
    when(PuntoInpsSuspended, (state = NEW, { data: { to, suspendedOn, until } }, puntoInpsId) => {
      if (to !== 'SUSPENDED') return { state };
      const suspended = { suspendedOn, ...(until === undefined ? {} : { until }) };
      const commands = state.agendas.map((agendaId) =>
        give(shutAgendaWithPoint, { agendaId, puntoInpsId, ...suspended }),
      );
      return { state: { ...state, suspended }, commands };
    }),
    when(PuntoInpsResumed, (state = NEW, { data: { to } }, puntoInpsId) => {
      const { suspended, ...rest } = state;
      if (to === 'SUSPENDED' || !suspended) return { state };
      const { suspendedOn } = suspended;
      const commands = state.agendas.map((agendaId) =>
        give(reopenAgendaWithPoint, { agendaId, puntoInpsId, suspendedOn }),
      );
      return { state: rest, commands };
    }),
    when(PuntoInpsReferenceUnitChanged, (state = NEW, _event, puntoInpsId) => ({
      state,
      commands: state.agendas.map((agendaId) => give(transferAgenda, { agendaId, puntoInpsId })),
    })),
    when(PuntoInpsClosed, (state = NEW, { data: { closedOn } }, puntoInpsId) => ({
      state: { ...state, closedOn },
      commands: state.agendas.map((agendaId) => give(endAgendaWithPoint, { agendaId, puntoInpsId, closedOn })),
    })),
  ],
});

function pointOf({ kind, point }: AgendaOwner): readonly string[] {
  return kind === 'PUNTO_INPS' && point !== undefined ? [point] : [];
}

/** A new agenda of a point learns how that stands; one that it has already came back with another reference unit. */
function agendaCame(
  state: PointWithAgendas = NEW,
  { data: { agendaId } }: { readonly data: { readonly agendaId: string } },
  puntoInpsId: string,
): Reaction<PointWithAgendas> {
  const { agendas, isOpen, suspended, closedOn } = state;
  if (agendas.includes(agendaId)) return { state };
  const commands: WantedCommand[] = [
    ...(isOpen ? [give(openBookingsWithPoint, { agendaId, puntoInpsId })] : []),
    ...(suspended ? [give(shutAgendaWithPoint, { agendaId, puntoInpsId, ...suspended })] : []),
    ...(closedOn === undefined ? [] : [give(endAgendaWithPoint, { agendaId, puntoInpsId, closedOn })]),
  ];
  return { state: { ...state, agendas: [...agendas, agendaId] }, commands };
}
