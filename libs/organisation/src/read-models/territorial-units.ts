import { Type, type Static } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import { defineProjection, when } from '#kernel/domain';
import { defineQuery, IsOneOf, orNull, pageOf, ReadOptionsQuery, TerritoryFilterQuery, within } from '#use-cases';
import { TerritorialUnitEstablished } from '../domain/events.ts';
import { territorialUnit } from '../domain/territorial-unit.ts';
import { UNIT_KIND_NAMES, UnitKind } from '../domain/unit-kinds.ts';
import { IsUnitCode } from '../use-cases/is-unit-code.ts';
import { ProvinceCode, RegionCode, Revision, Text, Timestamp, Word } from '#vocabulary';

const TerritorialUnitAnswer = Type.Object(
  {
    code: Word,
    kind: UnitKind,
    name: Text,
    parent: orNull(Word),
    region: orNull(RegionCode),
    province: orNull(ProvinceCode),
    aooCode: Word,
    pec: Type.String({ maxLength: 254 }),
    demonstration: Type.Boolean(),
    establishedAt: Timestamp,
    revision: Revision,
  },
  { $id: 'TerritorialUnitAnswer' },
);
export type TerritorialUnitDocument = Static<typeof TerritorialUnitAnswer>;

/** The tree of units, one document per unit. */
export const territorialUnits = defineProjection<TerritorialUnitDocument>({
  name: 'territorial-units',
  version: 1,
  indexes: [
    { fields: ['code'] },
    { fields: ['region', 'code'] },
    { fields: ['province', 'code'] },
    { fields: ['kind', 'code'] },
    { fields: ['parent', 'code'] },
  ],
  on: [
    when(
      TerritorialUnitEstablished,
      (_document, { data, recordedAt, revision }) => ({
        code: data.code,
        kind: data.kind,
        name: data.name,
        parent: data.parent ?? null,
        region: data.region ?? null,
        province: data.province ?? null,
        aooCode: data.aooCode,
        pec: data.pec,
        demonstration: data.demonstration ?? false,
        establishedAt: recordedAt,
        revision,
      }),
      ({ data }) => [data.code],
    ),
  ],
});

/** Who reads the tree, each within their territory. */
const READERS = [within('central', 'regional', 'provincial', 'desk-operator', 'integration', 'analyst')];

export class GetTerritorialUnit extends ReadOptionsQuery {
  /** Code of the unit. */
  @IsUnitCode()
  readonly code!: string;
}

export const getTerritorialUnit = defineQuery({
  input: GetTerritorialUnit,
  summary: 'One unit.',
  by: READERS,
  answer: TerritorialUnitAnswer,
  refuses: [territorialUnit.notFound],
  run: async ({ code }, { reader, read, requireWithin }) => {
    const { document } = await reader.get(territorialUnits, code, read);
    if (!document) throw territorialUnit.notFound({ code });
    const { region, province } = document;
    requireWithin({ unit: code, ...(region ? { region } : {}), ...(province ? { province } : {}) });
    return document;
  },
});

export class ListTerritorialUnits extends TerritoryFilterQuery {
  /** Of this kind alone. */
  @IsOptional()
  @IsOneOf(UNIT_KIND_NAMES, 'UnitKind')
  readonly kind?: UnitKind;

  /** Code of the unit above. */
  @IsOptional()
  @IsUnitCode()
  readonly parent?: string;
}

export const listTerritorialUnits = defineQuery({
  input: ListTerritorialUnits,
  summary: 'Units by code, within the territory of the token.',
  by: READERS,
  answer: pageOf('TerritorialUnitPage', TerritorialUnitAnswer),
  run: ({ region, province, kind, parent }, { reader, read, page }) => {
    const fields = { region: 'region', province: 'province', unit: 'code' };
    return reader.find(territorialUnits, page({ region, province, kind, parent }, fields, [{ field: 'code' }]), read);
  },
});
