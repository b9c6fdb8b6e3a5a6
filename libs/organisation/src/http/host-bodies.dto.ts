import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import {
  IsProvinceCode,
  IsRealDate,
  IsRegionCode,
  IsRequiredObject,
  IsText,
  ListPage,
  TerritoryFilterQuery,
} from '#platform';
import { HOST_BODY_KINDS, type HostBodyKind } from '../domain/events.ts';
import { IsBodyFiscalCode } from './is-body-fiscal-code.ts';

const IPA_CODE = /^[A-Za-z0-9_-]{2,30}$/;
const IPA_MESSAGE = { message: '$property must be 2 to 30 letters, digits, dashes and underscores' };

export class HostBodyPath {
  @IsUUID()
  readonly hostBodyId!: string;
}

/** The act that recognises an association. */
export class RecognitionActBody {
  @IsText(200)
  readonly authority!: string;

  @IsText(100)
  readonly number!: string;

  /** yyyy-mm-dd. */
  @IsRealDate()
  readonly date!: string;
}

export class RegisterHostBodyBody {
  @IsIn(HOST_BODY_KINDS)
  @ApiProperty({ enum: HOST_BODY_KINDS, enumName: 'HostBodyKind' })
  readonly kind!: HostBodyKind;

  @IsText(200)
  readonly name!: string;

  /** Eleven digits. */
  @IsBodyFiscalCode()
  readonly fiscalCode!: string;

  /** Of a public administration. */
  @IsOptional()
  @Matches(IPA_CODE, IPA_MESSAGE)
  readonly ipaCode?: string;

  /** Of a recognised association. */
  @IsOptional()
  @IsRequiredObject(() => RecognitionActBody)
  readonly recognitionAct?: RecognitionActBody;

  /** ISTAT code of the region of its seat. */
  @IsRegionCode()
  readonly region!: string;

  /** ISTAT code of the province of its seat. */
  @IsProvinceCode()
  readonly province!: string;

  /** True for what a demonstration invents. */
  @IsOptional()
  @IsBoolean()
  readonly demonstration?: boolean;
}

/** What is given is corrected, the rest stays. */
export class CorrectHostBodyBody {
  @IsOptional()
  @IsText(200)
  readonly name?: string;

  @IsOptional()
  @IsBodyFiscalCode()
  readonly fiscalCode?: string;

  @IsOptional()
  @Matches(IPA_CODE, IPA_MESSAGE)
  readonly ipaCode?: string;

  @IsOptional()
  @IsRequiredObject(() => RecognitionActBody)
  readonly recognitionAct?: RecognitionActBody;

  /** ISTAT code. */
  @IsOptional()
  @IsRegionCode()
  readonly region?: string;

  /** ISTAT code. */
  @IsOptional()
  @IsProvinceCode()
  readonly province?: string;
}

export class ListHostBodiesQuery extends TerritoryFilterQuery {
  @IsOptional()
  @IsIn(HOST_BODY_KINDS)
  @ApiPropertyOptional({ enum: HOST_BODY_KINDS, enumName: 'HostBodyKind' })
  readonly kind?: HostBodyKind;
}

export class HostBodyAnswer {
  readonly id!: string;
  @ApiProperty({ enum: HOST_BODY_KINDS, enumName: 'HostBodyKind' })
  readonly kind!: HostBodyKind;
  readonly name!: string;
  readonly fiscalCode!: string;
  readonly ipaCode!: string | null;
  @ApiProperty({ type: RecognitionActBody, nullable: true })
  readonly recognitionAct!: RecognitionActBody | null;
  readonly region!: string;
  readonly province!: string;
  readonly demonstration!: boolean;
  readonly registeredAt!: string;
  readonly revision!: number;
}

export class HostBodyPage extends ListPage {
  @ApiProperty({ type: [HostBodyAnswer] })
  readonly items!: readonly HostBodyAnswer[];
}
