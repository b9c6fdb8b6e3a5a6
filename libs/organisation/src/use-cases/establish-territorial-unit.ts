import { IsBoolean, IsEmail, IsOptional, MaxLength } from 'class-validator';
import { defineRefusals, type Absent } from '#kernel/domain';
import { defineCommandOn, fact, IsOneOf, IsProvinceCode, IsRegionCode, IsText, onlyFor, within } from '#use-cases';
import { territorialUnit, type TerritorialUnit } from '../domain/territorial-unit.ts';
import { italy, placeRefusals, requirePlace } from '../domain/territory.ts';
import { ruleOf, UNIT_KIND_NAMES, type UnitKind } from '../domain/unit-kinds.ts';
import { IsUnitCode, isUnitCode } from './is-unit-code.ts';

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

  /** Area Organizzativa Omogenea. */
  @IsText(100)
  readonly aooCode!: string;

  /** Certified mailbox. */
  @IsEmail()
  @MaxLength(254)
  readonly pec!: string;

  /** True for what a demonstration invents. */
  @IsOptional()
  @IsBoolean()
  readonly demonstration?: boolean;
}

const refuse = defineRefusals({
  TERRITORIAL_UNIT_CODE_INVALID: '{code} is no code of a unit: give 2 to 20 capital letters, digits and dashes.',
  TERRITORY_DOES_NOT_FIT_KIND: 'A unit of kind {kind} answers for a {territory}: give {wanted}.',
  PARENT_REQUIRED:
    'A unit of kind {kind} stands under another unit: give the code of one of the kinds {allowedParents}.',
  PARENT_NOT_FOUND: 'There is no unit {parent}: establish it first, or correct the code.',
  PARENT_KIND_NOT_ALLOWED:
    'A unit of kind {kind} does not stand under a {parentKind}: give the code of one of the kinds {allowedParents}.',
  PARENT_IN_ANOTHER_REGION:
    'The unit above lies in another region than this one, {region}: give a parent of the same region.',
});

type Parent = Pick<TerritorialUnit, 'kind' | 'region'>;

const parentOf = (unit: TerritorialUnit | Absent): Parent | undefined => (unit.status === 'ABSENT' ? undefined : unit);

const isOfProvince = ({ kind }: EstablishTerritorialUnit): boolean => ruleOf(kind).territory === 'province';

/** Central offices establish any unit; a regional directorate those below it. */
export const establishTerritorialUnit = defineCommandOn(territorialUnit)({
  input: EstablishTerritorialUnit,
  summary: 'Establishes a unit under its parent.',
  id: ({ code }) => code,
  by: [within('central'), onlyFor(isOfProvince, within('regional'))],
  in: ['ABSENT'],
  where: ({ region }) => (region === undefined ? {} : { region }),
  needs: { parent: fact(territorialUnit, ({ parent }: EstablishTerritorialUnit) => parent, parentOf) },
  refuses: [refuse, ...placeRefusals],
  decide: ({ demonstration, ...unit }, _absent, { today, parent }) => {
    if (!isUnitCode(unit.code)) throw refuse.TERRITORIAL_UNIT_CODE_INVALID({ code: unit.code });
    requireOwnTerritory(unit);
    requirePlace(italy, unit, today);
    requireAllowedParent(unit, parent);
    const label = demonstration === true ? { demonstration } : {};
    return [{ type: 'TerritorialUnitEstablished', data: { ...unit, ...label } }];
  },
});

/** What names a territory. */
const WANTED = {
  nation: 'neither region nor province',
  region: 'its region, and no province',
  province: 'its region and its province',
};

function requireOwnTerritory({ kind, region, province }: EstablishTerritorialUnit): void {
  const { territory } = ruleOf(kind);
  const fits =
    (region !== undefined) === (territory !== 'nation') && (province !== undefined) === (territory === 'province');
  if (fits) return;
  const given = { region: region ?? null, province: province ?? null };
  throw refuse.TERRITORY_DOES_NOT_FIT_KIND({ kind, territory, wanted: WANTED[territory], ...given });
}

function requireAllowedParent(unit: EstablishTerritorialUnit, parent: Parent | undefined): void {
  const { kind, region } = unit;
  const { parents: allowedParents } = ruleOf(kind);
  if (unit.parent === undefined) {
    if (allowedParents.length > 0) throw refuse.PARENT_REQUIRED({ kind, allowedParents });
    return;
  }
  if (!parent) throw refuse.PARENT_NOT_FOUND({ parent: unit.parent });
  // First, and without what it is: it lies where a regional directorate may not read.
  if (region !== undefined && parent.region !== undefined && parent.region !== region) {
    throw refuse.PARENT_IN_ANOTHER_REGION({ region });
  }
  if (!allowedParents.includes(parent.kind)) {
    throw refuse.PARENT_KIND_NOT_ALLOWED({ kind, parentKind: parent.kind, allowedParents });
  }
}
