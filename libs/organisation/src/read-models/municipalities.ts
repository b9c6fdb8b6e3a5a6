import { Type } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import { municipalities, municipalityByCode, type Municipality } from '#italy';
import { defineRefusal } from '#kernel/domain';
import {
  Cursor,
  defineQuery,
  everywhere,
  IsBeginningOfName,
  NamesMunicipality,
  IsProvince,
  IsRegion,
  orNull,
  plainName,
  ROLES,
  tablePage,
  TablePageQuery,
} from '#use-cases';
import { CadastralCode, explained, listOf, LocalDate, PAGE_SIZE, ProvinceCode, RegionCode, Text } from '#vocabulary';

const MunicipalityAnswer = Type.Object(
  {
    code: explained(CadastralCode, 'Codice catastale, which outlives changes of province.'),
    name: Text,
    istatCode: Type.String({ maxLength: 6, description: 'Of June 2023, six digits.' }),
    province: explained(ProvinceCode, 'Of June 2023; Sardinian municipalities stand under their former provinces.'),
    region: RegionCode,
    validFrom: Type.Optional(
      explained(LocalDate, 'First day of that ISTAT code and province; absent when older than the table.'),
    ),
    validUntil: Type.Optional(
      explained(LocalDate, 'When they ended (this day not included); the table does not know what came after.'),
    ),
    latitude: Type.Number({
      minimum: -90,
      maximum: 90,
      format: 'double',
      description: 'Degrees, WGS84, of the centroid.',
    }),
    longitude: Type.Number({
      minimum: -180,
      maximum: 180,
      format: 'double',
      description: 'Degrees, WGS84, of the centroid.',
    }),
  },
  { $id: 'MunicipalityAnswer' },
);

/** Source: ISTAT and openpolis, CC BY. Whoever has a token may read them. */
const READERS = [everywhere(...ROLES)];

export const municipalityNotFound = defineRefusal(
  'MUNICIPALITY_NOT_FOUND',
  'There is no municipality {code}: look the codes up in the list of municipalities.',
  'not-found',
);

interface Named {
  readonly plain: string;
  readonly municipality: Municipality;
}

let named: readonly Named[] | undefined;

/** By name; sorted when they are first asked for. */
function byName(): readonly Named[] {
  named ??= municipalities()
    .map((municipality) => ({ plain: plainName(municipality.name), municipality }))
    .sort((a, b) => compare(a.plain, b.plain) || compare(a.municipality.code, b.municipality.code));
  return named;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

export class ListMunicipalities extends TablePageQuery {
  /** ISTAT code: only the municipalities of this region. */
  @IsOptional()
  @IsRegion()
  readonly region?: string;

  /** ISTAT code: only those of this province, as of June 2023. */
  @IsOptional()
  @IsProvince()
  readonly province?: string;

  /** What the name begins with, at least 2 characters, in capital or small letters, with or without accents. */
  @IsBeginningOfName()
  readonly name?: string;
}

export const listMunicipalities = defineQuery({
  input: ListMunicipalities,
  summary: 'Municipalities of June 2023, by name.',
  by: READERS,
  answer: Type.Object(
    { items: listOf(MunicipalityAnswer, PAGE_SIZE), nextCursor: orNull(Cursor) },
    { $id: 'MunicipalityList' },
  ),
  run: ({ region, province, name, limit, cursor }) => {
    const beginning = name === undefined ? '' : plainName(name);
    const found = byName()
      .filter(({ plain }) => plain.startsWith(beginning))
      .map(({ municipality }) => municipality)
      .filter((one) => region === undefined || one.region === region)
      .filter((one) => province === undefined || one.province === province);
    return Promise.resolve(tablePage(found, ({ code }) => code, { limit, cursor }));
  },
});

export class GetMunicipality {
  /** Codice catastale. */
  @NamesMunicipality()
  readonly code!: string;
}

export const getMunicipality = defineQuery({
  input: GetMunicipality,
  summary: 'One municipality.',
  by: READERS,
  answer: MunicipalityAnswer,
  refuses: [municipalityNotFound],
  run: async ({ code }) => {
    const municipality = municipalityByCode(code);
    if (!municipality) throw municipalityNotFound({ code });
    return Promise.resolve(municipality);
  },
});
