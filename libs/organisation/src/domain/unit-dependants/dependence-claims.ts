import { addDays, romeDateOf } from '#italy';
import { CLAIM_PATIENCE_MS, defineRefusals, toTimestamp, type Absent, type Claim } from '#kernel/domain';
import { LATEST } from '#use-cases/dated';
import type { LocalDate } from '#vocabulary';
import type { Dependant, UnitDependantEvent } from './events.ts';
import {
  dependantsOf,
  freeFrom,
  isKnownToNeed,
  unitDependants,
  type DaysOfNeed,
  type UnitDependants,
} from './unit-dependants.ts';

const refuse = defineRefusals({
  TERRITORIAL_UNIT_HAS_DEPENDANTS:
    'The unit is needed ({total}), for example by {dependants}: end or move what needs it first.',
  TERRITORIAL_UNIT_WAS_NEEDED: 'The unit was needed until {freeFrom}: close it from that day on, or a later one.',
});
const closing = defineRefusals({
  TERRITORIAL_UNIT_CLOSING: [
    'The unit {unit} is closed, or being closed: name one that is there, on each day on which it is needed.',
    'conflict',
  ],
});
const changing = defineRefusals({
  TERRITORIAL_UNIT_CHANGING: [
    'The unit {unit} is becoming one of another kind: give the command again in a moment.',
    'conflict',
    { retryAfter: 1 },
  ],
});

/** Why a unit is not closed for what depends on it. */
export const closingRefusals = Object.values(refuse);
/** Why nothing comes to depend on a unit. */
export const dependenceRefusals = [...Object.values(closing), ...Object.values(changing)];
/** Why the kind of a unit is not changed for another change of it. */
export const kindChangeRefusals = Object.values(changing);

/** Most dependants that a refusal names. */
const NAMED = 20;

/**
 * Refuses to close a unit that is needed.
 * @param closedOn first day on which it would be there no longer
 * @throws DomainError TERRITORIAL_UNIT_HAS_DEPENDANTS | TERRITORIAL_UNIT_WAS_NEEDED
 */
export function requireUnneeded(dependants: UnitDependants, closedOn: LocalDate): void {
  const { held } = dependants;
  if (held.length > 0) {
    throw refuse.TERRITORIAL_UNIT_HAS_DEPENDANTS(namedDependants(held));
  }
  const free = freeFrom(dependants);
  if (free !== undefined && closedOn < free) throw refuse.TERRITORIAL_UNIT_WAS_NEEDED({ freeFrom: free });
}

/** What needs a unit, as refusals tell it: how much, and some of it. */
export function namedDependants(needs: readonly { readonly dependant: Dependant }[]) {
  const named = [...new Set(needs.map(({ dependant: { kind, id } }) => `${kind} ${id}`))];
  return { total: named.length, dependants: named.slice(0, NAMED) };
}

/**
 * The claim of a command that brings about what needs a unit, or by which it turns out to have needed it on other days: it meets
 * the end of the unit, and another kind of it, at one revision.
 * @param days legal days on which the unit is needed: what began before the unit ended is recorded all the same (T1); from now
 *   on when absent
 * @throws DomainError when claimed: TERRITORIAL_UNIT_CHANGING | TERRITORIAL_UNIT_CLOSING
 */
export function dependenceOn(
  unit: string,
  dependant: Dependant,
  days?: DaysOfNeed,
): Claim<UnitDependants | Absent, UnitDependantEvent> {
  return dependenceClaim(unit, dependant, { days, lastDay: days?.from ?? LATEST });
}

/**
 * The claim of a command that brings about what needs a unit on each of some legal days: as {@link dependenceOn}, but a unit that
 * ends before the last of them is none that it could go on with.
 * @param days without an end, where it needs the unit today as well
 * @throws DomainError when claimed: TERRITORIAL_UNIT_CHANGING | TERRITORIAL_UNIT_CLOSING
 */
export function lastingDependenceOn(
  unit: string,
  dependant: Dependant,
  days: DaysOfNeed,
): Claim<UnitDependants | Absent, UnitDependantEvent> {
  const lastDay = days.leftOn === undefined ? LATEST : addDays(days.leftOn, -1);
  return dependenceClaim(unit, dependant, { days, lastDay });
}

/**
 * The claim of a command that brings about what needs a unit.
 * @param days on which the unit is needed; from now on when absent
 * @param lastDay the last day on which the unit has to be there
 */
function dependenceClaim(
  unit: string,
  dependant: Dependant,
  { days, lastDay }: { readonly days: DaysOfNeed | undefined; readonly lastDay: LocalDate },
): Claim<UnitDependants | Absent, UnitDependantEvent> {
  const isKnown = (state: UnitDependants | Absent): boolean =>
    isKnownToNeed(dependantsOf(state), dependant, { from: LATEST, ...days });
  return {
    on: unitDependants,
    id: unit,
    what: dependant,
    claim: (state, { commandId, target, now }) => {
      if (isKnown(state)) return [];
      const { closing: isClosing, kindChange } = dependantsOf(state);
      // Whoever claims now has looked at a kind that may be none of the unit by the time of the act, today or on its day.
      if (kindChange) throw changing.TERRITORIAL_UNIT_CHANGING({ unit });
      if (isClosing && isClosing.closedOn <= lastDay) throw closing.TERRITORIAL_UNIT_CLOSING({ unit });
      const until = toTimestamp(now + CLAIM_PATIENCE_MS);
      const needed = days ?? { from: romeDateOf(now) };
      return [{ type: 'UnitDependantClaimed', data: { dependant, ...needed, forCommandId: commandId, target, until } }];
    },
    stands: isKnown,
    release: (state, { commandId }) => dependantRelease(dependantsOf(state), commandId),
  };
}

/**
 * The claim of a command that closes a unit, or moves its end.
 * @param closedOn first day on which it is there no longer
 * @param closedBefore that day as it was until now, where it was closed already: what needs a unit is asked for an end that
 *   comes earlier alone
 * @throws DomainError when claimed: as {@link requireUnneeded}
 */
export function closingOf(
  unit: string,
  closedOn: LocalDate,
  closedBefore: LocalDate = LATEST,
): Claim<UnitDependants | Absent, UnitDependantEvent> {
  const isHeld = ({ closing: held }: UnitDependants, commandId: string): boolean =>
    held?.commandId === commandId && held.closedOn === closedOn;
  return {
    on: unitDependants,
    id: unit,
    what: { closedOn },
    claim: (state, { commandId, target, now }) => {
      const dependants = dependantsOf(state);
      if (isHeld(dependants, commandId)) return [];
      if (closedOn < closedBefore) requireUnneeded(dependants, closedOn);
      const until = toTimestamp(now + CLAIM_PATIENCE_MS);
      return [{ type: 'UnitClosingClaimed', data: { closedOn, forCommandId: commandId, target, until } }];
    },
    stands: (state, { commandId }) => isHeld(dependantsOf(state), commandId),
    release: (state, { commandId }) => closingRelease(dependantsOf(state), commandId),
  };
}

/** The claim of a command by which the end of a unit never was. */
export function reopeningOf(unit: string): Claim<UnitDependants | Absent, UnitDependantEvent> {
  return {
    on: unitDependants,
    id: unit,
    what: 'reopening',
    claim: (state, { commandId, target, now }) => {
      if (!dependantsOf(state).closing) return [];
      const until = toTimestamp(now + CLAIM_PATIENCE_MS);
      return [{ type: 'UnitReopeningClaimed', data: { forCommandId: commandId, target, until } }];
    },
    stands: (state) => !dependantsOf(state).closing,
    release: (state, { commandId }) => closingRelease(dependantsOf(state), commandId),
  };
}

/**
 * The claim of a command that changes the kind of a unit, or the days on which it was there. What claimed to need the unit
 * before is seen by the decision that follows; what claims after waits until this is settled, and looks at the unit anew.
 * @throws DomainError when claimed: TERRITORIAL_UNIT_CHANGING
 */
export function kindChangeOf(unit: string): Claim<UnitDependants | Absent, UnitDependantEvent> {
  return {
    on: unitDependants,
    id: unit,
    what: 'kind',
    claim: (state, { commandId, target, now }) => {
      const { kindChange } = dependantsOf(state);
      if (kindChange?.commandId === commandId) return [];
      if (kindChange) throw changing.TERRITORIAL_UNIT_CHANGING({ unit });
      const until = toTimestamp(now + CLAIM_PATIENCE_MS);
      return [{ type: 'UnitKindChangeClaimed', data: { forCommandId: commandId, target, until } }];
    },
    stands: (state, { commandId }) => dependantsOf(state).kindChange?.commandId === commandId,
    release: (state, { commandId }) => kindChangeSettled(dependantsOf(state), commandId),
  };
}

/** The events that settle a change of kind, carried out or given up. */
export function kindChangeSettled({ kindChange }: UnitDependants, forCommandId: string): UnitDependantEvent[] {
  return kindChange?.commandId === forCommandId ? [{ type: 'UnitKindChangeSettled', data: { forCommandId } }] : [];
}

/** The events that give a claimed dependant back. */
export function dependantRelease({ held, left }: UnitDependants, forCommandId: string): UnitDependantEvent[] {
  const isHeld = [...held, ...left].some(({ commandId }) => commandId === forCommandId);
  return isHeld ? [{ type: 'UnitDependantReleased', data: { forCommandId } }] : [];
}

/** The events that give back what a command has claimed of the end of a unit. */
export function closingRelease({ closing, reopening }: UnitDependants, forCommandId: string): UnitDependantEvent[] {
  const isHeld = [closing, reopening].some((claimed) => claimed?.commandId === forCommandId);
  return isHeld ? [{ type: 'UnitClosingReleased', data: { forCommandId } }] : [];
}
