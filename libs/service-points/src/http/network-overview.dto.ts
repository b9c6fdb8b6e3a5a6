import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsProvinceCode, IsRegionCode, ListPage, PageQuery } from '#platform';
import { PROTOCOL_STATES } from '#protocols';
import { POINT_KINDS, POINT_STATES } from '../domain/vocabulary.ts';
import type { NetworkOverview, OverviewLevel } from '../projections/network-overview.ts';

const LEVELS = ['nation', 'region', 'province'] as const;

/** Schema of an object with a count under each of these names. */
function countsBy(names: readonly string[]): {
  type: 'object';
  properties: Record<string, { type: 'integer' }>;
  required: string[];
} {
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'integer' as const }])),
    required: [...names],
  };
}

export class OverviewRegionPath {
  /** ISTAT code, two digits. */
  @IsRegionCode()
  readonly code!: string;
}

export class OverviewProvincePath {
  /** ISTAT code, three digits. */
  @IsProvinceCode()
  readonly code!: string;
}

export class ListOverviewsQuery extends PageQuery {
  @IsOptional()
  @IsIn(LEVELS)
  @ApiPropertyOptional({ enum: LEVELS })
  readonly level?: OverviewLevel;

  /** ISTAT code: the region and its provinces. */
  @IsOptional()
  @IsRegionCode()
  readonly region?: string;
}

export class NetworkOverviewAnswer {
  @ApiProperty({ enum: LEVELS })
  readonly level!: OverviewLevel;
  /** ISTAT code; IT for the nation. */
  readonly code!: string;
  /** ISTAT code of the region; null for the nation. */
  readonly region!: string | null;
  /** Points by kind and state. */
  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(POINT_KINDS.map((kind) => [kind, countsBy(POINT_STATES)])),
    required: [...POINT_KINDS],
  })
  readonly points!: NetworkOverview['points'];
  /** Protocols by state; null for a province, because a protocol is concluded by a region. */
  @ApiProperty({ ...countsBy(PROTOCOL_STATES), nullable: true })
  readonly protocols!: NetworkOverview['protocols'];
  @ApiProperty(countsBy(['open', 'closed']))
  readonly agendas!: NetworkOverview['agendas'];
  /** All that ever were. */
  @ApiProperty(countsBy(['booked', 'cancelled', 'displaced']))
  readonly appointments!: NetworkOverview['appointments'];
}

export class NetworkOverviewPage extends ListPage {
  @ApiProperty({ type: [NetworkOverviewAnswer] })
  readonly items!: readonly NetworkOverviewAnswer[];
}
