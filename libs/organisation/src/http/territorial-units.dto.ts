import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsIn, IsOptional, Matches, MaxLength } from 'class-validator';
import { IsProvinceCode, IsRegionCode, IsText, ListPage, TerritoryFilterQuery } from '#platform';
import { UNIT_KIND_NAMES, type UnitKind } from '../domain/unit-kinds.ts';

const CODE = /^[A-Z0-9-]{2,20}$/;
const CODE_MESSAGE = { message: '$property must be 2 to 20 capital letters, digits and dashes' };

export class UnitPath {
  @Matches(CODE, CODE_MESSAGE)
  readonly code!: string;
}

export class EstablishTerritorialUnitBody {
  /** Unique for ever. */
  @Matches(CODE, CODE_MESSAGE)
  readonly code!: string;

  @IsIn(UNIT_KIND_NAMES)
  @ApiProperty({ enum: UNIT_KIND_NAMES, enumName: 'UnitKind' })
  readonly kind!: UnitKind;

  @IsText(200)
  readonly name!: string;

  /** Code of the unit above; every unit but a central directorate has one. */
  @IsOptional()
  @Matches(CODE, CODE_MESSAGE)
  readonly parent?: string;

  /** ISTAT code. */
  @IsOptional()
  @IsRegionCode()
  readonly region?: string;

  /** ISTAT code. */
  @IsOptional()
  @IsProvinceCode()
  readonly province?: string;

  /** Area Organizzativa Omogenea. */
  @IsText(100)
  readonly aooCode!: string;

  /** Certified mailbox. */
  @IsEmail()
  @MaxLength(254)
  readonly pec!: string;

  /** True for what a demonstration invents. */
  @IsOptional()
  @IsBoolean()
  readonly demonstration?: boolean;
}

export class ListTerritorialUnitsQuery extends TerritoryFilterQuery {
  @IsOptional()
  @IsIn(UNIT_KIND_NAMES)
  @ApiPropertyOptional({ enum: UNIT_KIND_NAMES, enumName: 'UnitKind' })
  readonly kind?: UnitKind;

  /** Code of the unit above. */
  @IsOptional()
  @Matches(CODE, CODE_MESSAGE)
  readonly parent?: string;
}

export class TerritorialUnitAnswer {
  readonly code!: string;
  @ApiProperty({ enum: UNIT_KIND_NAMES, enumName: 'UnitKind' })
  readonly kind!: UnitKind;
  readonly name!: string;
  readonly parent!: string | null;
  readonly region!: string | null;
  readonly province!: string | null;
  readonly aooCode!: string;
  readonly pec!: string;
  readonly demonstration!: boolean;
  readonly establishedAt!: string;
  readonly revision!: number;
}

export class TerritorialUnitPage extends ListPage {
  @ApiProperty({ type: [TerritorialUnitAnswer] })
  readonly items!: readonly TerritorialUnitAnswer[];
}
