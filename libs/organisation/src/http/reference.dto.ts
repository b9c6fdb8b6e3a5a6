import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsProvinceCode, IsRealDate, IsRegionCode } from '#platform';

export class RegionPath {
  /** ISTAT code, two digits. */
  @IsRegionCode()
  readonly code!: string;
}

export class ProvincePath {
  /** ISTAT code, three digits. */
  @IsProvinceCode()
  readonly code!: string;
}

export class ListProvincesQuery {
  /** ISTAT code: only the provinces of this region. */
  @IsOptional()
  @IsRegionCode()
  readonly region?: string;

  /** Only the provinces that exist on this date, yyyy-mm-dd; all that ever did when absent. */
  @IsOptional()
  @IsRealDate()
  readonly on?: string;
}

export class RegionAnswer {
  /** ISTAT code, two digits. */
  readonly code!: string;
  readonly name!: string;
  /** Statistical division: Nord-ovest, Nord-est, Centro, Sud, Isole. */
  readonly division!: string;
}

export class ProvinceAnswer {
  /** ISTAT code, three digits. */
  readonly code!: string;
  /** ISTAT code of its region. */
  readonly region!: string;
  readonly name!: string;
  /** The two letters that people know it by. */
  readonly sigla!: string;
  readonly kind!: string;
  /** First day it exists; absent when it is older than the table. */
  readonly validFrom?: string;
  /** First day it no longer exists. */
  readonly validUntil?: string;
}

export class RegionList {
  @ApiProperty({ type: [RegionAnswer] })
  readonly items!: readonly RegionAnswer[];
  readonly nextCursor!: string | null;
}

export class ProvinceList {
  @ApiProperty({ type: [ProvinceAnswer] })
  readonly items!: readonly ProvinceAnswer[];
  readonly nextCursor!: string | null;
}
