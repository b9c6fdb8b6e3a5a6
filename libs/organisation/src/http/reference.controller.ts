import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DomainError } from '#kernel';
import { provinceByCode, provinces, regionByCode, regions } from '../reference/italy.ts';
import {
  ListProvincesQuery,
  ProvinceAnswer,
  ProvinceList,
  ProvincePath,
  RegionAnswer,
  RegionList,
  RegionPath,
} from './reference.dto.ts';

/** Regions and provinces of Italy. Source: ISTAT, CC BY. Whoever has a token may read them. */
@ApiTags('organisation')
@Controller('rest/organisation/v1')
export class ReferenceController {
  /** The twenty regions. */
  @Get('regions')
  regions(): RegionList {
    return { items: regions(), nextCursor: null };
  }

  /** One region. */
  @Get('regions/:code')
  region(@Param() { code }: RegionPath): RegionAnswer {
    const region = regionByCode(code);
    if (!region) throw new DomainError('REGION_NOT_FOUND', { code }, 'not-found');
    return region;
  }

  /** Provinces and metropolitan cities, as they are or were on a date. */
  @Get('provinces')
  provinces(@Query() { region, on }: ListProvincesQuery): ProvinceList {
    const items = provinces(on).filter((province) => region === undefined || province.region === region);
    return { items, nextCursor: null };
  }

  /** One province. */
  @Get('provinces/:code')
  province(@Param() { code }: ProvincePath): ProvinceAnswer {
    const province = provinceByCode(code);
    if (!province) throw new DomainError('PROVINCE_NOT_FOUND', { code }, 'not-found');
    return province;
  }
}
