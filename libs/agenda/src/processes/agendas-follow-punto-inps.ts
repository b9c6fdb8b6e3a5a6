import { isDeepStrictEqual } from 'node:util';
import { defineProcessManager, give, idOf, when, type Reaction, type WantedCommand } from '#kernel/domain';
import {
  PuntoInpsClosed,
  PuntoInpsOpened,
  PuntoInpsRectified,
  PuntoInpsReferenceUnitChanged,
  PuntoInpsResumed,
  PuntoInpsSuspended,
  standingStandstill,
  type PuntoInpsStandstill,
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
    when(PuntoInpsOpened, (state = NEW, event, puntoInpsId): Reaction<PointWithAgendas> => {
      if (event.data.to === 'CLOSED') return { state };
      const { state: next, commands } = shutAs(state, standingStandstill(event), puntoInpsId);
      return {
        state: { ...next, isOpen: true },
        commands: [
          ...state.agendas.map((agendaId) => give(openBookingsWithPoint, { agendaId, puntoInpsId })),
          ...commands,
        ],
      };
    }),
    when([PuntoInpsSuspended, PuntoInpsResumed], (state = NEW, event, puntoInpsId) =>
      shutAs(state, standingStandstill(event), puntoInpsId),
    ),
    when(PuntoInpsReferenceUnitChanged, (state = NEW, _event, puntoInpsId) => ({
      state,
      commands: state.agendas.map((agendaId) => give(transferAgenda, { agendaId, puntoInpsId })),
    })),
    when(PuntoInpsRectified, (state = NEW, { data: { of, to, standing } }, puntoInpsId): Reaction<PointWithAgendas> => {
      if (to === 'CLOSED') return { state };
      const { state: next, commands } = shutAs(state, standing.suspension, puntoInpsId);
      const mayMove = of === 'PuntoInpsReferenceUnitChanged' || of === 'PuntoInpsRectified';
      const moved = mayMove ? state.agendas : [];
      return {
        state: next,
        commands: [...commands, ...moved.map((agendaId) => give(transferAgenda, { agendaId, puntoInpsId }))],
      };
    }),
    when(PuntoInpsClosed, (state = NEW, { data: { closedOn } }, puntoInpsId) => ({
      state: { ...state, closedOn },
      commands: state.agendas.map((agendaId) => give(endAgendaWithPoint, { agendaId, puntoInpsId, closedOn })),
    })),
  ],
});

/** The agendas are shut by what suspends the point today, and no longer by what did before. */
function shutAs(
  state: PointWithAgendas,
  standing: PuntoInpsStandstill | undefined | null,
  puntoInpsId: string,
): { readonly state: PointWithAgendas; readonly commands: readonly WantedCommand[] } {
  const { suspended: before, agendas, ...rest } = state;
  // A fact of an earlier version does not say.
  if (standing === null) return { state, commands: [] };
  const suspended = standing && {
    suspendedOn: standing.from,
    ...(standing.until === undefined ? {} : { until: standing.until }),
  };
  if (isDeepStrictEqual(suspended, before)) return { state, commands: [] };
  const commands = agendas.flatMap((agendaId) => [
    ...(before ? [give(reopenAgendaWithPoint, { agendaId, puntoInpsId, suspendedOn: before.suspendedOn })] : []),
    ...(suspended ? [give(shutAgendaWithPoint, { agendaId, puntoInpsId, ...suspended })] : []),
  ]);
  return { state: { ...rest, agendas, ...(suspended ? { suspended } : {}) }, commands };
}

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
