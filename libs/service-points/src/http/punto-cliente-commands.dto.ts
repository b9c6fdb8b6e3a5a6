import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { IsProvinceCode, IsRealDate, IsRegionCode, IsRequiredObject, IsRequiredObjects, IsText } from '#platform';
import { POINT_KINDS, REASONS_OF_PERSONS, type PointKind } from '../domain/vocabulary.ts';

export class AddressBody {
  @IsText(200)
  readonly street!: string;

  /** CAP, five digits. */
  @Matches(/^\d{5}$/, { message: '$property must be five digits' })
  readonly postalCode!: string;
}

/** The letter with which the administration asks for the point. */
export class HostRequestBody {
  @IsText(100)
  readonly protocolNumber!: string;

  /** yyyy-mm-dd. */
  @IsRealDate()
  readonly date!: string;
}

export class RequestPuntoClienteBody {
  @IsUUID()
  readonly hostBodyId!: string;

  @IsIn(POINT_KINDS)
  @ApiProperty({ enum: POINT_KINDS, enumName: 'PointKind' })
  readonly kind!: PointKind;

  /** ISTAT code. */
  @IsRegionCode()
  readonly region!: string;

  /** ISTAT code. */
  @IsProvinceCode()
  readonly province!: string;

  /** Codice catastale: a capital letter and three digits. */
  @Matches(/^[A-Z]\d{3}$/, { message: '$property must be a codice catastale: a capital letter and three digits' })
  readonly municipality!: string;

  @IsRequiredObject(() => AddressBody)
  readonly address!: AddressBody;

  /** Needed for SERVIZIO and EVOLUTO. */
  @IsOptional()
  @IsRequiredObject(() => HostRequestBody)
  readonly hostRequest?: HostRequestBody;
}

export class DeclinePuntoClienteBody {
  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

/** Someone of the host who works at the point, trained for it. */
export class OperatorBody {
  /** Opaque id at the host; no name and no codice fiscale. */
  @Matches(/^[\w.@:-]{1,100}$/, { message: '$property must be 1 to 100 letters, digits and . _ @ : -' })
  readonly operatorId!: string;

  /** yyyy-mm-dd. */
  @IsRealDate()
  readonly trainedOn!: string;
}

export class ActivatePuntoClienteBody {
  /** The protocol in force that covers the point. */
  @IsUUID()
  readonly protocolId!: string;

  /** SERVIZIO needs at least one. */
  @IsOptional()
  @IsRequiredObjects(() => OperatorBody)
  @ArrayMaxSize(200)
  @ArrayUnique(({ operatorId }: OperatorBody) => operatorId)
  readonly operators?: OperatorBody[];

  /** First day of activity, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly activatedOn?: string;
}

export class DeactivatePuntoClienteBody {
  @IsIn(REASONS_OF_PERSONS)
  @ApiProperty({ enum: REASONS_OF_PERSONS })
  readonly reason!: (typeof REASONS_OF_PERSONS)[number];

  /** First day without activity, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly deactivatedOn?: string;
}
