import { defineProcessManager, when, type RecordedEvent } from '#kernel/domain';
import { romeDateOf } from '#italy';
import type { ClosedHours } from '../domain/calendar/closures.ts';
import { AgendaOpened, AgendaTransferred } from '../domain/events/agenda-events.ts';
import { UnitClosureDeclared, UnitClosureWithdrawn } from '../domain/events/unit-closure-events.ts';
import { AGENDAS_FOLLOW_UNIT_CLOSURES, closing, reopening } from '../use-cases/with-unit-at-once.ts';
import { closeWithUnit, reopenWithUnit } from '../use-cases/with-unit.ts';

/** A closure that is not over, and the agendas that it was declared at. */
interface Standing {
  readonly unitClosureId: string;
  readonly from: string;
  readonly until: string;
  readonly hours?: ClosedHours;
  readonly reason: string;
  readonly agendas: readonly string[];
}

interface Desks {
  /** Agendas of the unit's own desks. */
  readonly agendas: readonly string[];
  readonly closures: readonly Standing[];
}

const NONE: Desks = { agendas: [], closures: [] };

/**
 * Closes the agendas of a unit's own desks with the unit, those that are opened later included, and opens them again when the
 * closure is withdrawn. An instance is a unit, by its code; it folds both sides, so that nothing depends on which came first.
 * Those that the act names were seen to before it was answered for, unless something failed.
 */
export const agendasFollowUnitClosures = defineProcessManager<Desks>({
  name: AGENDAS_FOLLOW_UNIT_CLOSURES,
  gives: [closeWithUnit, reopenWithUnit],
  on: [
    when(
      AgendaOpened,
      (before = NONE, event) => {
        const { agendaId } = event.data;
        const state = forgetOver(before, event);
        const closures = state.closures.map((one) => ({ ...one, agendas: [...one.agendas, agendaId] }));
        return {
          state: { agendas: [...state.agendas, agendaId], closures },
          commands: state.closures.map((closure) => closing(agendaId, closure)),
        };
      },
      ({ data: { owner } }) => (owner.kind === 'PUNTO_INPS' ? [] : [owner.unit]),
    ),
    // It is a point's from now on, and keeps the closures that people were told of.
    when(
      AgendaTransferred,
      (state = NONE, { data: { agendaId } }) => ({
        state: { ...state, agendas: state.agendas.filter((one) => one !== agendaId) },
      }),
      ({ data: { previous } }) => [previous.owner.unit],
    ),
    when(
      UnitClosureDeclared,
      (before = NONE, event) => {
        const { unitClosureId, from, until, hours, reason, agendas: atOnce = [] } = event.data;
        const state = forgetOver(before, event);
        const period = { unitClosureId, from, until, ...(hours ? { hours } : {}), reason };
        const closure = { ...period, agendas: union(state.agendas, atOnce) };
        return {
          state: { ...state, closures: [...state.closures, closure] },
          commands: closure.agendas.map((agendaId) => closing(agendaId, closure)),
        };
      },
      ({ data: { unit } }) => [unit],
    ),
    when(
      UnitClosureWithdrawn,
      (state = NONE, { data: { unitClosureId, agendas: atOnce = [] } }) => {
        const closure = state.closures.find((one) => one.unitClosureId === unitClosureId);
        return {
          state: { ...state, closures: state.closures.filter((one) => one !== closure) },
          commands: union(closure?.agendas ?? [], atOnce).map((agendaId) => reopening(agendaId, unitClosureId)),
        };
      },
      ({ data: { unit } }) => [unit],
    ),
  ],
});

function union(some: readonly string[], others: readonly string[]): readonly string[] {
  return [...new Set([...some, ...others])];
}

function forgetOver(state: Desks, { recordedAt }: Pick<RecordedEvent, 'recordedAt'>): Desks {
  const today = romeDateOf(Date.parse(recordedAt));
  return { ...state, closures: state.closures.filter(({ until }) => until >= today) };
}
