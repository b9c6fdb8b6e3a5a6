import { Type } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import { provinceByCode, provinces, regionByCode, regions } from '#italy';
import { defineRefusal } from '#kernel/domain';
import {
  defineQuery,
  everywhere,
  IsProvinceCode,
  IsRealDate,
  IsRegion,
  IsRegionCode,
  orNull,
  ROLES,
  Cursor,
} from '#use-cases';
import { listOf, LocalDate, PAGE_SIZE, ProvinceCode, RegionCode, Text, Word, explained } from '#vocabulary';

const RegionAnswer = Type.Object(
  {
    code: RegionCode,
    name: Text,
    division: Type.String({
      maxLength: 100,
      description: 'Statistical division: Nord-ovest, Nord-est, Centro, Sud, Isole.',
    }),
  },
  { $id: 'RegionAnswer' },
);

const ProvinceAnswer = Type.Object(
  {
    code: ProvinceCode,
    region: RegionCode,
    name: Text,
    sigla: Type.String({ maxLength: 2, description: 'The two letters that people know it by.' }),
    kind: Word,
    validFrom: Type.Optional({
      ...LocalDate,
      description: 'First day it exists; absent when it is older than the table.',
    }),
    validUntil: Type.Optional(explained(LocalDate, 'When it came to its end (this day not included).')),
  },
  { $id: 'ProvinceAnswer' },
);

/** Regions and provinces of Italy. Source: ISTAT, CC BY. Whoever has a token may read them. */
const READERS = [everywhere(...ROLES)];

export const regionNotFound = defineRefusal(
  'REGION_NOT_FOUND',
  'There is no region {code}: look the codes up in the list of regions.',
  'not-found',
);
export const provinceNotFound = defineRefusal(
  'PROVINCE_NOT_FOUND',
  'There is no province {code}: look the codes up in the list of provinces.',
  'not-found',
);

// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it asks for nothing in particular
export class ListRegions {}

export const listRegions = defineQuery({
  input: ListRegions,
  summary: 'The twenty regions.',
  by: READERS,
  answer: Type.Object({ items: listOf(RegionAnswer, PAGE_SIZE), nextCursor: orNull(Cursor) }, { $id: 'RegionList' }),
  run: () => Promise.resolve({ items: regions(), nextCursor: null }),
});

export class GetRegion {
  /** ISTAT code, two digits. */
  @IsRegionCode()
  readonly code!: string;
}

export const getRegion = defineQuery({
  input: GetRegion,
  summary: 'One region.',
  by: READERS,
  answer: RegionAnswer,
  refuses: [regionNotFound],
  run: async ({ code }) => {
    const region = regionByCode(code);
    if (!region) throw regionNotFound({ code });
    return Promise.resolve(region);
  },
});

export class ListProvinces {
  /** ISTAT code: only the provinces of this region. */
  @IsOptional()
  @IsRegion()
  readonly region?: string;

  /** Only the provinces that exist on this date, yyyy-mm-dd; all that ever did when absent. */
  @IsOptional()
  @IsRealDate()
  readonly on?: string;
}

export const listProvinces = defineQuery({
  input: ListProvinces,
  summary: 'Provinces and metropolitan cities, as they are or were on a date.',
  by: READERS,
  answer: Type.Object(
    { items: listOf(ProvinceAnswer, PAGE_SIZE), nextCursor: orNull(Cursor) },
    { $id: 'ProvinceList' },
  ),
  run: ({ region, on }) => {
    const items = provinces(on).filter((province) => region === undefined || province.region === region);
    return Promise.resolve({ items, nextCursor: null });
  },
});

export class GetProvince {
  /** ISTAT code, three digits. */
  @IsProvinceCode()
  readonly code!: string;
}

export const getProvince = defineQuery({
  input: GetProvince,
  summary: 'One province.',
  by: READERS,
  answer: ProvinceAnswer,
  refuses: [provinceNotFound],
  run: async ({ code }) => {
    const province = provinceByCode(code);
    if (!province) throw provinceNotFound({ code });
    return Promise.resolve(province);
  },
});
