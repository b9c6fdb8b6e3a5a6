import { IsBoolean, IsEmail, IsOptional, MaxLength } from 'class-validator';
import { defineRefusals, type Absent } from '#kernel/domain';
import {
  defineCommandOn,
  fact,
  IsCadastralCode,
  IsOneOf,
  IsProvinceCode,
  IsRealDate,
  IsRegionCode,
  IsText,
  onItsDay,
  onlyFor,
  within,
} from '#use-cases';
import type { LocalDate } from '#vocabulary';
import { changeInFuture } from '../domain/legal-day.ts';
import { ownTerritoryRefusal, requireOwnTerritory } from '../domain/own-territory.ts';
import { territorialUnit, type TerritorialUnit } from '../domain/territorial-unit.ts';
import { italy, placeRefusals, requirePlace } from '../domain/territory.ts';
import type { TreeChange } from '../domain/unit-tree/events.ts';
import { placementOf } from '../domain/unit-tree/placement-claim.ts';
import { parentNotFound, placementRefusals, requirePlacement } from '../domain/unit-tree/placement.ts';
import { ruleOf, UNIT_KIND_NAMES, type UnitKind } from '../domain/unit-kinds.ts';
import { IsUnitCode, isUnitCode } from './is-unit-code.ts';
import { WITH_TREE } from './on-territorial-unit.ts';

/** Establishes a unit under its parent. */
export class EstablishTerritorialUnit {
  /** Unique for ever. */
  @IsUnitCode()
  readonly code!: string;

  @IsOneOf(UNIT_KIND_NAMES, 'UnitKind')
  readonly kind!: UnitKind;

  @IsText(200)
  readonly name!: string;

  /** Code of the unit above; every unit but a central directorate has one. */
  @IsOptional()
  @IsUnitCode()
  readonly parent?: string;

  /** ISTAT code. */
  @IsOptional()
  @IsRegionCode()
  readonly region?: string;

  /** ISTAT code. */
  @IsOptional()
  @IsProvinceCode()
  readonly province?: string;

  /** Codice catastale of the municipality of its seat; a unit of a province has one. */
  @IsOptional()
  @IsCadastralCode()
  readonly municipality?: string;

  /** Area Organizzativa Omogenea. */
  @IsText(100)
  readonly aooCode!: string;

  /** Certified mailbox. */
  @IsEmail()
  @MaxLength(254)
  readonly pec!: string;

  /** First day it is there, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly establishedOn?: string;

  /** True for what a demonstration invents. */
  @IsOptional()
  @IsBoolean()
  readonly demonstration?: boolean;
}

const refuse = defineRefusals({
  TERRITORIAL_UNIT_CODE_INVALID: '{code} is no code of a unit: give 2 to 20 capital letters, digits and dashes.',
  MUNICIPALITY_REQUIRED:
    'A unit of kind {kind} has its seat in a municipality: give the codice catastale of that, municipality.',
});

const isOfProvince = ({ kind }: Pick<EstablishTerritorialUnit, 'kind'>): boolean =>
  ruleOf(kind).territory === 'province';

/** Central offices establish any unit; a regional directorate those below it. */
export const establishTerritorialUnit = defineCommandOn(territorialUnit)({
  input: EstablishTerritorialUnit,
  summary: 'Establishes a unit under its parent.',
  id: ({ code }) => code,
  by: [within('central'), onlyFor(isOfProvince, within('regional'))],
  in: ['ABSENT'],
  where: ({ region }) => (region === undefined ? {} : { region }),
  needs: {
    ...WITH_TREE,
    parentIsThere: fact(territorialUnit, ({ parent }: EstablishTerritorialUnit) => parent, isThere),
  },
  claims: (unit, _absent, { today }) => [placementOf(changeFor(unit, today))],
  refuses: [refuse, ownTerritoryRefusal, changeInFuture, ...placementRefusals, ...placeRefusals],
  decide: ({ demonstration, ...unit }, _absent, { today, commandId, tree, parentIsThere }) => {
    const { code, parent, establishedOn = today } = unit;
    if (!isUnitCode(code)) throw refuse.TERRITORIAL_UNIT_CODE_INVALID({ code });
    requireOwnTerritory(unit);
    if (isOfProvince(unit) && unit.municipality === undefined) {
      throw refuse.MUNICIPALITY_REQUIRED({ kind: unit.kind });
    }
    if (establishedOn > today) throw changeInFuture({ on: establishedOn, today });
    requirePlace(italy, unit, establishedOn);
    if (parent !== undefined && !parentIsThere) throw parentNotFound({ parent });
    requirePlacement(tree, changeFor(unit, today), commandId);
    const label = demonstration === true ? { demonstration } : {};
    return [
      onItsDay({ type: 'TerritorialUnitEstablished', data: { ...unit, establishedOn, ...label } }, establishedOn),
    ];
  },
});

function isThere({ status }: TerritorialUnit | Absent): boolean {
  return status !== 'ABSENT';
}

function changeFor(
  { code: unit, kind, parent, region, establishedOn }: Omit<EstablishTerritorialUnit, 'demonstration'>,
  today: LocalDate,
): TreeChange {
  return {
    ...{ unit, kind, makes: 'NEW', from: establishedOn ?? today },
    ...(region === undefined ? {} : { region }),
    ...(parent === undefined ? {} : { parent }),
  };
}
