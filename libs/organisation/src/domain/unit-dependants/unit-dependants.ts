import { defineAggregate, type Absent } from '#kernel/domain';
import { LATEST } from '#use-cases/dated';
import type { LocalDate } from '#vocabulary';
import { ALWAYS } from '../dated-value.ts';
import type { Dependant, UnitDependantEvent } from './events.ts';

interface HeldDependant {
  readonly dependant: Dependant;
  /** First day on which it needs the unit; always, where nobody said. */
  readonly from?: LocalDate;
  /** The command that has claimed it. */
  readonly commandId?: string;
}

/** What has needed a unit once, and the first day on which it did not. */
type LeftDependant = HeldDependant & { readonly leftOn: LocalDate };

/** Days on which something needs a unit. */
export interface DaysOfNeed {
  /** First day, `yyyy-mm-dd`. */
  readonly from: LocalDate;
  /** First day on which it does not any more, where it has an end. */
  readonly leftOn?: LocalDate;
}

/** The command that closes a unit, and from which day on. */
interface Closing {
  readonly commandId: string;
  readonly closedOn: LocalDate;
  /** That which a rectification takes the place of. */
  readonly replaces?: Closing;
}

/** What needs a unit to be there. */
export interface UnitDependants {
  readonly status: 'KNOWN';
  readonly held: readonly HeldDependant[];
  /** What needed it once, since when, and the first day on which it did not. */
  readonly left: readonly LeftDependant[];
  readonly closing?: Closing;
  /** The command by which its end never was. */
  readonly reopening?: Omit<Closing, 'closedOn'>;
  /** The command that changes its kind, as long as nobody knows what came of it. */
  readonly kindChange?: { readonly commandId: string };
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

/**
 * Ids of the things of one kind that need a unit, and of those that leave it after a day.
 * @param day `yyyy-mm-dd`; when absent, those alone of which no end is known
 */
export function dependantsOfKind(
  state: UnitDependants | Absent,
  kind: string,
  day: LocalDate = LATEST,
): readonly string[] {
  const { held, left } = dependantsOf(state);
  const those = [...held, ...left.filter(({ leftOn }) => day < leftOn)].map(({ dependant }) => dependant);
  return [...new Set(those.filter((one) => one.kind === kind).map(({ id }) => id))];
}

/** First day on which nothing that has left needed the unit any more; undefined where nothing has. */
export function freeFrom({ left }: UnitDependants): LocalDate | undefined {
  return left
    .map(({ leftOn }) => leftOn)
    .sort()
    .at(-1);
}

/** That something needs a unit, or needed it once: from before all days, where nobody said since when. */
export interface NeedOfUnit extends DaysOfNeed {
  readonly dependant: Dependant;
}

/** All that needs the unit, or has. */
export function needsOf({ held, left }: UnitDependants): readonly NeedOfUnit[] {
  const whole = ({ dependant, from = ALWAYS, ...ended }: HeldDependant & Partial<LeftDependant>): NeedOfUnit => ({
    ...{ dependant, from },
    ...(ended.leftOn === undefined ? {} : { leftOn: ended.leftOn }),
  });
  return [...held, ...left].map(whole);
}

/** Tells whether the unit is needed at the end of a day. */
export function isNeededOn({ from, leftOn = LATEST }: NeedOfUnit, on: LocalDate): boolean {
  return from <= on && on < leftOn;
}

/** Tells whether something is known to need the unit on all of some days. */
export function isKnownToNeed(dependants: UnitDependants, dependant: Dependant, days: DaysOfNeed): boolean {
  return needsOf(dependants).some(
    (known) =>
      isSameDependant(known.dependant, dependant) &&
      known.from <= days.from &&
      (days.leftOn ?? LATEST) <= (known.leftOn ?? LATEST),
  );
}

/** Tells whether two are one. */
export function isSameDependant(one: Dependant, other: Dependant): boolean {
  return one.kind === other.kind && one.id === other.id;
}

function evolve(state: UnitDependants, event: UnitDependantEvent): UnitDependants {
  const { held } = state;
  switch (event.type) {
    case 'UnitDependantEntered':
      return { ...state, held: [...held, event.data] };
    case 'UnitDependantClaimed': {
      const { dependant, from, leftOn, forCommandId: commandId } = event.data;
      const claimed = { dependant, commandId, ...(from === undefined ? {} : { from }) };
      if (leftOn !== undefined) return { ...state, left: [...state.left, { ...claimed, leftOn }] };
      return { ...state, held: [...held, claimed] };
    }
    case 'UnitDependantReleased': {
      const isKept = ({ commandId }: HeldDependant): boolean => commandId !== event.data.forCommandId;
      return { ...state, held: held.filter(isKept), left: state.left.filter(isKept) };
    }
    case 'UnitDependantLeft': {
      const { dependant, leftOn } = event.data;
      const { held: before, left, ...rest } = state;
      const isOther = (one: HeldDependant): boolean => !isSameDependant(one.dependant, dependant);
      // One that needed it twice has needed it since the first time.
      const [from = ''] = [...before, ...left].flatMap((one) => (isOther(one) ? [] : [one.from ?? ''])).sort();
      const leaving = { dependant, leftOn, ...(from === '' ? {} : { from }) };
      return { ...rest, held: before.filter(isOther), left: [...left.filter(isOther), leaving] };
    }
    case 'UnitClosingClaimed': {
      const { forCommandId: commandId, closedOn } = event.data;
      const { closing: replaces, reopening: _past, ...rest } = state;
      return { ...rest, closing: { commandId, closedOn, ...(replaces ? { replaces } : {}) } };
    }
    case 'UnitReopeningClaimed': {
      const { closing: replaces, ...rest } = state;
      return { ...rest, reopening: { commandId: event.data.forCommandId, ...(replaces ? { replaces } : {}) } };
    }
    case 'UnitKindChangeClaimed':
      return { ...state, kindChange: { commandId: event.data.forCommandId } };
    case 'UnitKindChangeSettled':
      return withoutKindChange(state, event.data.forCommandId);
    case 'UnitClosingReleased':
      return asBefore(state, event.data.forCommandId);
  }
}

function withoutKindChange({ kindChange, ...state }: UnitDependants, commandId: string): UnitDependants {
  return kindChange && kindChange.commandId !== commandId ? { ...state, kindChange } : state;
}

/** What stands of the end of a unit once a command has not brought about what it claimed. */
function asBefore(state: UnitDependants, commandId: string): UnitDependants {
  const { closing, reopening, ...rest } = state;
  const given = [closing, reopening].find((claimed) => claimed?.commandId === commandId);
  if (!given) return state;
  return { ...rest, ...(given.replaces ? { closing: given.replaces } : {}) };
}
