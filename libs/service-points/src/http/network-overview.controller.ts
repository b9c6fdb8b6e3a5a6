import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { DomainError } from '#kernel';
import { provinceByCode, regionByCode } from '#organisation';
import { CurrentPrincipal, readOptions, ReadOptionsQuery, type Principal } from '#platform';
import { GetNetworkOverview, ListNetworkOverviews } from '../application/queries.ts';
import { NATION } from '../projections/network-overview.ts';
import {
  ListOverviewsQuery,
  NetworkOverviewAnswer,
  NetworkOverviewPage,
  OverviewProvincePath,
  OverviewRegionPath,
} from './network-overview.dto.ts';

/** The network in numbers, for the nation, a region or a province. */
@ApiTags('service-points')
@Controller('rest/service-points/v1/network-overview')
export class NetworkOverviewController {
  constructor(private readonly queries: QueryBus) {}

  /** All areas that the token may see and where something happened. */
  @Get()
  list(@Query() query: ListOverviewsQuery, @CurrentPrincipal() principal: Principal): Promise<NetworkOverviewPage> {
    const { limit, cursor, level, region } = query;
    const filter = { level, region };
    return this.queries.execute(
      new ListNetworkOverviews({ principal, filter, limit, cursor, read: readOptions(query) }),
    );
  }

  /** The whole network. */
  @Get('nation')
  nation(@Query() query: ReadOptionsQuery, @CurrentPrincipal() principal: Principal): Promise<NetworkOverviewAnswer> {
    return this.queries.execute(new GetNetworkOverview({ principal, area: NATION, read: readOptions(query) }));
  }

  /** One region. */
  @Get('regions/:code')
  async region(
    @Param() { code }: OverviewRegionPath,
    @Query() query: ReadOptionsQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<NetworkOverviewAnswer> {
    if (!regionByCode(code)) throw new DomainError('REGION_NOT_FOUND', { code }, 'not-found');
    const area = { level: 'region' as const, code, region: code };
    return this.queries.execute(new GetNetworkOverview({ principal, area, read: readOptions(query) }));
  }

  /** One province. */
  @Get('provinces/:code')
  async province(
    @Param() { code }: OverviewProvincePath,
    @Query() query: ReadOptionsQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<NetworkOverviewAnswer> {
    const province = provinceByCode(code);
    if (!province) throw new DomainError('PROVINCE_NOT_FOUND', { code }, 'not-found');
    const area = { level: 'province' as const, code, region: province.region };
    return this.queries.execute(new GetNetworkOverview({ principal, area, read: readOptions(query) }));
  }
}
