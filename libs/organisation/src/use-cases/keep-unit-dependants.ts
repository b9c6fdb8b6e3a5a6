import { IsNotEmpty, IsOptional, IsString } from 'class-validator';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { closingRelease, dependantRelease, kindChangeSettled } from '../domain/unit-dependants/dependence-claims.ts';
import type { Dependant } from '../domain/unit-dependants/events.ts';
import { dependantsOf, isSameDependant, unitDependants } from '../domain/unit-dependants/unit-dependants.ts';

const ALWAYS = ['ABSENT', 'KNOWN'] as const;
const NO_PERSON: never[] = [];

/** What policies say of a unit. */
abstract class OfUnit {
  /** Code of the unit. */
  @IsString()
  @IsNotEmpty()
  readonly unit!: string;
}

/** Notes that something needs a unit. */
export class EnterUnitDependant extends OfUnit {
  @IsNotEmpty()
  readonly dependant!: Dependant;

  /** First day on which it does, yyyy-mm-dd; not said by earlier versions. */
  @IsOptional()
  @IsRealDate()
  readonly from?: string;
}

export const enterUnitDependant = defineCommandOn(unitDependants)({
  input: EnterUnitDependant,
  summary: 'Notes that something needs a unit, where the command that brought it about has not.',
  id: ({ unit }) => unit,
  by: NO_PERSON,
  in: ALWAYS,
  decide: ({ dependant, from }, state) => {
    const isKnown = dependantsOf(state).held.some(
      (one) => isSameDependant(one.dependant, dependant) && (from === undefined || (one.from ?? from) <= from),
    );
    return isKnown
      ? []
      : [{ type: 'UnitDependantEntered', data: { dependant, ...(from === undefined ? {} : { from }) } }];
  },
});

/** Notes that something needs a unit no longer. */
export class LeaveUnit extends OfUnit {
  @IsNotEmpty()
  readonly dependant!: Dependant;

  /** First day on which it does not, yyyy-mm-dd. */
  @IsRealDate()
  readonly leftOn!: string;
}

export const leaveUnit = defineCommandOn(unitDependants)({
  input: LeaveUnit,
  summary: 'Notes that something needs a unit no longer.',
  id: ({ unit }) => unit,
  by: NO_PERSON,
  in: ALWAYS,
  decide: ({ dependant, leftOn }, state) => {
    const { held, left } = dependantsOf(state);
    const isThis = (one: { readonly dependant: Dependant }): boolean => isSameDependant(one.dependant, dependant);
    // Of one that has left, the day may have come to be another.
    const leaves = held.some(isThis) || left.some((one) => isThis(one) && one.leftOn !== leftOn);
    return leaves ? [{ type: 'UnitDependantLeft', data: { dependant, leftOn } }] : [];
  },
});

/** Gives back what an abandoned command has claimed of a unit. */
export class ReleaseUnitClaim extends OfUnit {
  @IsString()
  @IsNotEmpty()
  readonly forCommandId!: string;
}

export const releaseUnitClaim = defineCommandOn(unitDependants)({
  input: ReleaseUnitClaim,
  summary: 'Gives back what an abandoned command has claimed of a unit.',
  id: ({ unit }) => unit,
  by: NO_PERSON,
  in: ALWAYS,
  decide: ({ forCommandId }, state) => [
    ...dependantRelease(dependantsOf(state), forCommandId),
    ...closingRelease(dependantsOf(state), forCommandId),
    ...kindChangeSettled(dependantsOf(state), forCommandId),
  ],
});

/** Settles a change of kind that stands in the log of its unit. */
export class SettleUnitKindChange extends OfUnit {
  @IsString()
  @IsNotEmpty()
  readonly forCommandId!: string;
}

export const settleUnitKindChange = defineCommandOn(unitDependants)({
  input: SettleUnitKindChange,
  summary:
    'Settles a change of the kind of a unit that stands in its log, so that others may come to need the unit again.',
  id: ({ unit }) => unit,
  by: NO_PERSON,
  in: ALWAYS,
  decide: ({ forCommandId }, state) => kindChangeSettled(dependantsOf(state), forCommandId),
});
