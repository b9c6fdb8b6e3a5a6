import { defineAggregate, type Absent } from '#kernel/domain';
import type { LocalDate } from '#vocabulary';
import type { Dependant, UnitDependantEvent } from './events.ts';

interface HeldDependant {
  readonly dependant: Dependant;
  /** The command that has claimed it. */
  readonly commandId?: string;
}

/** What needs a unit to be there. */
export interface UnitDependants {
  readonly status: 'KNOWN';
  readonly held: readonly HeldDependant[];
  /** What needed it once, the first day on which it did not. */
  readonly left: readonly { readonly dependant: Dependant; readonly leftOn: LocalDate }[];
  /** The command that closes it, and from which day on. */
  readonly closing?: { readonly commandId: string; readonly closedOn: LocalDate };
}

const NOTHING: UnitDependants = { status: 'KNOWN', held: [], left: [] };

/** One stream for each unit, under its code: what comes to need it and its end meet there. */
export const unitDependants = defineAggregate<UnitDependants, UnitDependantEvent>({
  category: 'UnitDependants',
  called: 'what depends on the unit',
  codes: {
    notFound: 'UNIT_DEPENDANTS_NOT_FOUND',
    alreadyExists: 'UNIT_DEPENDANTS_ALREADY_THERE',
    stateForbids: 'UNIT_DEPENDANTS_STATE_FORBIDS',
  },
  moves: false,
  evolve: (state, event) => evolve(dependantsOf(state), event),
  scopeOf: () => ({}),
});

/** What needs the unit: nothing, where nothing was ever said. */
export function dependantsOf(state: UnitDependants | Absent): UnitDependants {
  return state.status === 'ABSENT' ? NOTHING : state;
}

/** First day on which nothing that has left needed the unit any more; undefined where nothing has. */
export function freeFrom({ left }: UnitDependants): LocalDate | undefined {
  return left
    .map(({ leftOn }) => leftOn)
    .sort()
    .at(-1);
}

/** Tells whether two are one. */
export function isSameDependant(one: Dependant, other: Dependant): boolean {
  return one.kind === other.kind && one.id === other.id;
}

function evolve(state: UnitDependants, event: UnitDependantEvent): UnitDependants {
  const { held } = state;
  switch (event.type) {
    case 'UnitDependantEntered':
      return { ...state, held: [...held, { dependant: event.data.dependant }] };
    case 'UnitDependantClaimed': {
      const { dependant, forCommandId: commandId } = event.data;
      return { ...state, held: [...held, { dependant, commandId }] };
    }
    case 'UnitDependantReleased':
      return { ...state, held: held.filter(({ commandId }) => commandId !== event.data.forCommandId) };
    case 'UnitDependantLeft': {
      const { dependant, leftOn } = event.data;
      const isOther = (one: { readonly dependant: Dependant }): boolean => !isSameDependant(one.dependant, dependant);
      return { ...state, held: held.filter(isOther), left: [...state.left.filter(isOther), { dependant, leftOn }] };
    }
    case 'UnitClosingClaimed': {
      const { forCommandId: commandId, closedOn } = event.data;
      return { ...state, closing: { commandId, closedOn } };
    }
    case 'UnitClosingReleased': {
      const { closing, ...rest } = state;
      return closing && closing.commandId !== event.data.forCommandId ? state : rest;
    }
  }
}
