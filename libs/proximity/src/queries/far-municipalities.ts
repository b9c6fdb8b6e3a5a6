import { Type } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import { municipalities, provinceByCode } from '#italy';
import { defineRefusal } from '#kernel/domain';
import { Cursor, defineQuery, IsProvince, IsRegion, orNull, tablePage, type AnyQuery } from '#use-cases';
import { Count, listOf, PAGE_SIZE } from '#vocabulary';
import { FarMunicipality, nearestTo, told } from './far-municipality.ts';
import { asked, BASIS, ProximityPageQuestion, READERS, type Proximities } from './question.ts';

/** Which municipalities are far from every seat and point. */
export class ListFarMunicipalities extends ProximityPageQuestion {
  /** ISTAT code: of this region alone. */
  @IsOptional()
  @IsRegion()
  readonly region?: string;

  /** ISTAT code: of this province alone, as of June 2023. */
  @IsOptional()
  @IsProvince()
  readonly province?: string;
}

export const provinceNotInTable = defineRefusal(
  'PROVINCE_NOT_IN_TABLE',
  'The municipalities of {province} stand in the table under the provinces of June 2023: ask for those, or for the region {region}.',
);

/** Municipalities from which the nearest seat or point is farther than some kilometres, by ISTAT code. */
export function farMunicipalities(proximities: Proximities): AnyQuery {
  return defineQuery({
    input: ListFarMunicipalities,
    summary: 'Municipalities that are farther than some kilometres from the nearest seat or point on a day, with that.',
    by: READERS,
    answer: Type.Object(
      { ...BASIS, total: Count, items: listOf(FarMunicipality, PAGE_SIZE), nextCursor: orNull(Cursor) },
      { $id: 'FarMunicipalityPage' },
    ),
    refuses: [provinceNotInTable],
    run: async (question: ListFarMunicipalities, shell) => {
      const { region, province, limit, cursor } = question;
      refuseUntabled(province);
      const { on, reach, limit: farthest, basis } = await asked(question, shell, proximities);
      const far = municipalities()
        .map((municipality, index) => ({ municipality, index }))
        .filter(({ index }) => (reach.nearest.chords[index] ?? Infinity) > farthest)
        .filter(({ municipality: one }) => region === undefined || one.region === region)
        .filter(({ municipality: one }) => province === undefined || one.province === province);
      const page = tablePage(far, ({ municipality }) => municipality.code, { limit, cursor });
      const items = page.items.map(({ municipality, index }) => ({
        ...told(municipality, on),
        nearest: nearestTo(index, reach),
      }));
      return { ...basis, total: far.length, items, nextCursor: page.nextCursor };
    },
  });
}

/** Provinces that are younger than the table have no municipalities there. */
function refuseUntabled(province: string | undefined): void {
  if (province === undefined || municipalities().some((one) => one.province === province)) return;
  throw provinceNotInTable({ province, region: provinceByCode(province)?.region ?? null });
}
