import { IsIn, IsOptional } from 'class-validator';
import type { RefusalCode } from '#kernel/domain';
import { provinceByCode, regionByCode } from '#italy';
import { provinceNotFound, regionNotFound } from '#organisation';
import {
  AREA_LEVELS,
  defineQuery,
  IsProvinceCode,
  IsRegion,
  IsRegionCode,
  PageQuery,
  pageOf,
  ReadOptionsQuery,
  within,
  type AnyQuery,
  type AreaLevel,
  type InputClass,
} from '#use-cases';
import { NATION, overviewKey, type OverviewArea, type OverviewModel } from './network-overview.ts';

/** Who reads overviews, each of areas within their territory: not of those of which they see only a part. */
const READERS = [within('central', 'regional', 'provincial', 'analyst')];

export class GetNationOverview extends ReadOptionsQuery {}

export class GetRegionOverview extends ReadOptionsQuery {
  /** ISTAT code, two digits. */
  @IsRegionCode()
  readonly code!: string;
}

export class GetProvinceOverview extends ReadOptionsQuery {
  /** ISTAT code, three digits. */
  @IsProvinceCode()
  readonly code!: string;
}

export class ListNetworkOverviews extends PageQuery {
  /** Of areas of this level. */
  @IsOptional()
  @IsIn(AREA_LEVELS)
  readonly level?: AreaLevel;

  /** ISTAT code: the region and its provinces. */
  @IsOptional()
  @IsRegion()
  readonly region?: string;
}

/** The queries of the overview, by what they are of. */
export interface OverviewQueries {
  readonly list: AnyQuery;
  readonly nation: AnyQuery;
  readonly region: AnyQuery;
  readonly province: AnyQuery;
}

/** What can be asked of the overview. */
export function overviewQueries(model: OverviewModel): OverviewQueries {
  return {
    list: listOf(model),
    nation: overviewOf(model, { input: GetNationOverview, summary: 'The whole network.', areaOf: () => NATION }),
    region: overviewOf(model, {
      input: GetRegionOverview,
      summary: 'One region.',
      refuses: [regionNotFound],
      areaOf: ({ code }) => {
        if (!regionByCode(code)) throw regionNotFound({ code });
        return { level: 'region', code, region: code };
      },
    }),
    province: overviewOf(model, {
      input: GetProvinceOverview,
      summary: 'One province.',
      refuses: [provinceNotFound],
      areaOf: ({ code }) => {
        const province = provinceByCode(code);
        if (!province) throw provinceNotFound({ code });
        return { level: 'province', code, region: province.region };
      },
    }),
  };
}

interface OneArea<Input extends ReadOptionsQuery> {
  readonly input: InputClass<Input>;
  readonly summary: string;
  readonly refuses?: readonly RefusalCode[];
  readonly areaOf: (input: Input) => OverviewArea;
}

/** The overview of one area, all zeros where nothing happened yet. */
function overviewOf<Input extends ReadOptionsQuery>(
  { projection, empty, answer }: OverviewModel,
  { areaOf, ...about }: OneArea<Input>,
): AnyQuery {
  return defineQuery({
    ...about,
    by: READERS,
    answer,
    run: async (input: Input, { reader, read, requireWithin }) => {
      const area = areaOf(input);
      requireWithin({
        ...(area.region === null ? {} : { region: area.region }),
        ...(area.level === 'province' ? { province: area.code } : {}),
      });
      const { document } = await reader.get(projection, overviewKey(area), read);
      return document ?? empty(area);
    },
  });
}

function listOf({ projection, answer }: OverviewModel): AnyQuery {
  return defineQuery({
    input: ListNetworkOverviews,
    summary: 'All areas that the token may see and where something happened.',
    by: READERS,
    answer: pageOf('NetworkOverviewPage', answer),
    run: ({ level, region }, { reader, read, page, principal }) => {
      const asked = { level: level ?? (principal?.role === 'provincial' ? 'province' : undefined), region };
      const order = [{ field: 'level' }, { field: 'code' }];
      return reader.find(projection, page(asked, { region: 'region', province: 'code' }, order), read);
    },
  });
}
