import { Type } from '@sinclair/typebox';
import { municipalities } from '#italy';
import { defineQuery, type AnyQuery } from '#use-cases';
import { Count, listOf, ProvinceCode, RegionCode } from '#vocabulary';
import { isFormerProvince } from './far-municipality.ts';
import { asked, BASIS, ProximityQuestion, READERS, type Proximities } from './question.ts';

/** How many municipalities are far, by region and province. */
export class GetProximityByArea extends ProximityQuestion {}

const COUNTS = { municipalities: Count, far: Count };

const ProvinceProximity = Type.Object(
  {
    province: ProvinceCode,
    isFormerProvince: Type.Boolean({
      description: 'It is that of the table, and no longer there on that day.',
    }),
    ...COUNTS,
  },
  { $id: 'ProvinceProximityAnswer' },
);
const RegionProximity = Type.Object(
  { region: RegionCode, ...COUNTS, provinces: listOf(ProvinceProximity, 20) },
  { $id: 'RegionProximityAnswer' },
);

/** Counts of one area. */
interface Counts {
  municipalities: number;
  far: number;
}

interface Area {
  readonly counts: Counts;
  readonly provinces: Map<string, Counts>;
}

const noCounts = (): Counts => ({ municipalities: 0, far: 0 });

/** How many municipalities there are and how many are far, in the nation, its regions and their provinces. */
export function farByArea(proximities: Proximities): AnyQuery {
  return defineQuery({
    input: GetProximityByArea,
    summary: 'How many municipalities are farther than some kilometres from the nearest seat or point, by area.',
    by: READERS,
    answer: Type.Object(
      { ...BASIS, ...COUNTS, regions: listOf(RegionProximity, 20) },
      { $id: 'ProximityByAreaAnswer' },
    ),
    run: async (question: GetProximityByArea, shell) => {
      const { on, reach, limit, basis } = await asked(question, shell, proximities);
      const nation = noCounts();
      const byRegion = new Map<string, Area>();
      for (const [index, { region, province }] of municipalities().entries()) {
        const isFar = (reach.nearest.chords[index] ?? Infinity) > limit;
        const area = byRegion.get(region) ?? { counts: noCounts(), provinces: new Map<string, Counts>() };
        byRegion.set(region, area);
        const ofProvince = area.provinces.get(province) ?? noCounts();
        area.provinces.set(province, ofProvince);
        for (const counts of [nation, area.counts, ofProvince]) {
          counts.municipalities += 1;
          if (isFar) counts.far += 1;
        }
      }
      const regions = sorted(byRegion).map(([region, { counts, provinces }]) => ({
        region,
        ...counts,
        provinces: sorted(provinces).map(([province, ofProvince]) => ({
          province,
          isFormerProvince: isFormerProvince(province, on),
          ...ofProvince,
        })),
      }));
      return { ...basis, ...nation, regions };
    },
  });
}

function sorted<Value>(areas: ReadonlyMap<string, Value>): readonly (readonly [string, Value])[] {
  return [...areas].sort(([a], [b]) => (a < b ? -1 : 1));
}
