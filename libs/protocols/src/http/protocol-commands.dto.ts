import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { IsRealDate, IsRegionCode, IsRequiredObject, IsRequiredObjects, IsText } from '#platform';
import {
  OFFICER_ROLES,
  PARTIES,
  POINT_KINDS,
  SIGNATURE_FORMATS,
  type OfficerRole,
  type Party,
  type PointKind,
  type SignatureFormat,
} from '../domain/vocabulary.ts';
import { IsInstant } from './is-instant.ts';

/** An officer named for the convention by one of the parties. */
export class OfficerBody {
  @IsIn(PARTIES)
  @ApiProperty({ enum: PARTIES, enumName: 'Party' })
  readonly party!: Party;

  @IsIn(OFFICER_ROLES)
  @ApiProperty({ enum: OFFICER_ROLES, enumName: 'OfficerRole' })
  readonly role!: OfficerRole;

  /** Opaque id in the directory of the office; no name and no codice fiscale. */
  @Matches(/^[\w.@:-]{1,100}$/, { message: '$property must be 1 to 100 letters, digits and . _ @ : -' })
  readonly officerId!: string;

  @IsText(200)
  readonly office!: string;
}

export class DraftProtocolBody {
  @IsUUID()
  readonly hostBodyId!: string;

  /** ISTAT code. */
  @IsRegionCode()
  readonly region!: string;

  /** Ids of the Punti Cliente to cover. */
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  readonly points!: string[];

  /** Kinds of point to allow. */
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(POINT_KINDS, { each: true })
  @ApiProperty({ enum: POINT_KINDS, enumName: 'PointKind', isArray: true })
  readonly kinds!: PointKind[];

  /** The configured duration when absent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(600)
  readonly durationMonths?: number;

  /** Officers who are known already; the others are assigned before submission. */
  @IsOptional()
  @IsRequiredObjects(() => OfficerBody)
  @ArrayMaxSize(4)
  readonly officers?: OfficerBody[];
}

export class ReasonBody {
  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

/** Where the document stands in a protocol register. */
export class RegisterEntryBody {
  /** Code of the Area Organizzativa Omogenea. */
  @IsText(100)
  readonly aoo!: string;

  @IsInt()
  @Min(1990)
  @Max(9999)
  readonly year!: number;

  @IsInt()
  @Min(1)
  @Max(999_999_999)
  readonly number!: number;

  /** yyyy-mm-dd. */
  @IsRealDate()
  readonly date!: string;
}

export class RecordSignatureBody {
  @IsIn(PARTIES)
  @ApiProperty({ enum: PARTIES, enumName: 'Party' })
  readonly party!: Party;

  /** Of the signed document, 64 lower-case hexadecimal digits. */
  @Matches(/^[0-9a-f]{64}$/, { message: '$property must be 64 lower-case hexadecimal digits' })
  readonly documentSha256!: string;

  @IsIn(SIGNATURE_FORMATS)
  @ApiProperty({ enum: SIGNATURE_FORMATS, enumName: 'SignatureFormat' })
  readonly format!: SignatureFormat;

  /** Office in which the signer signs, for example Direttore regionale. */
  @IsText(200)
  readonly signerRole!: string;

  /** RFC 3339, with offset. */
  @IsInstant()
  readonly signedAt!: string;

  @IsRequiredObject(() => RegisterEntryBody)
  readonly registerEntry!: RegisterEntryBody;
}

export class ForwardProtocolBody {
  /** yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly forwardedOn?: string;
}

export class BringIntoForceBody {
  /** First day in force, yyyy-mm-dd; today when absent, and it may lie ahead. */
  @IsOptional()
  @IsRealDate()
  readonly effectiveDate?: string;
}

export class TerminateProtocolBody {
  /** When the notice was given, yyyy-mm-dd. */
  @IsRealDate()
  readonly noticeDate!: string;

  /** First day no longer in force, yyyy-mm-dd; it may lie ahead. */
  @IsRealDate()
  readonly effectiveDate!: string;

  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}
