import { IsOptional } from 'class-validator';
import type { LocalDate } from '#italy';
import { fact, IsRequiredObject, requireActMade, setting, within } from '#use-cases';
import type { KindsNeeded } from '../domain/relied-on.ts';
import { NEEDING_A_KIND } from '../domain/unit-dependants/events.ts';
import { dependantsOf, unitDependants } from '../domain/unit-dependants/unit-dependants.ts';
import { treeOf, UNIT_TREE_ID, unitTree } from '../domain/unit-tree/unit-tree.ts';
import { AGENCY_KINDS } from '../domain/unit-kinds.ts';
import { organisationSettings } from '../organisation-settings.ts';
import { NamesUnit } from './is-unit-code.ts';
import { OrganisationActInput } from './organisation-act-input.ts';

/** What every command on a unit that is there names. */
export abstract class OnTerritorialUnit {
  /** Code of the unit. */
  @NamesUnit()
  readonly code!: string;

  /** The act that decides it. */
  @IsOptional()
  @IsRequiredObject(() => OrganisationActInput)
  readonly act?: OrganisationActInput;
}

export const unitCode = ({ code }: Pick<OnTerritorialUnit, 'code'>): string => code;

/** The centre decides on its own structure. */
export const CENTRE = [within('central')];

/** The tree of all units, as decisions on one of them look at it. */
export const WITH_TREE = { tree: fact(unitTree, (_input: Pick<OnTerritorialUnit, 'code'>) => UNIT_TREE_ID, treeOf) };

/** What needs the unit. */
export const WITH_DEPENDANTS = { dependants: fact(unitDependants, unitCode, dependantsOf) };

/** The same with the kinds of unit that will do for each of it, for decisions that may change the kind. */
export const WITH_RELIANCE = {
  ...WITH_DEPENDANTS,
  kindsNeeded: setting(organisationSettings, ({ proposingKinds, signingKinds, referenceKinds }): KindsNeeded => ({
    [NEEDING_A_KIND.puntoInps]: [referenceKinds],
    [NEEDING_A_KIND.inPlaceOfAgency]: [AGENCY_KINDS],
    [NEEDING_A_KIND.protocol]: [signingKinds, proposingKinds],
  })),
};

/**
 * The act as an event says it.
 * @throws DomainError ACT_IN_FUTURE
 */
export function actOf({ act }: Pick<OnTerritorialUnit, 'act'>, today: LocalDate): { act?: OrganisationActInput } {
  requireActMade(act, today);
  return act === undefined ? {} : { act: { ...act } };
}
