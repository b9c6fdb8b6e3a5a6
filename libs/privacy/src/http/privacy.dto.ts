import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min, ValidateIf } from 'class-validator';
import { ERASURE_REASONS, type ErasureReason } from '../domain/events.ts';
import { ExcludesField } from './excludes-field.ts';
import { IsFiscalCode } from './is-fiscal-code.ts';

export class RegisterSubjectBody {
  @IsFiscalCode()
  readonly fiscalCode!: string;
}

/** Names the person by id, or by codice fiscale. */
export class EraseSubjectBody {
  @ValidateIf(({ subject, fiscalCode }: EraseSubjectBody) => subject !== undefined || fiscalCode === undefined)
  @IsUUID()
  @ExcludesField('fiscalCode')
  readonly subject?: string;

  @ValidateIf(({ subject, fiscalCode }: EraseSubjectBody) => fiscalCode !== undefined || subject === undefined)
  @IsFiscalCode()
  readonly fiscalCode?: string;

  /** The ground, after article 17(1) GDPR. */
  @IsOptional()
  @IsIn(ERASURE_REASONS)
  @ApiPropertyOptional({ enum: ERASURE_REASONS, enumName: 'ErasureReason' })
  readonly reason?: ErasureReason;
}

export class AccessLogQuery {
  /** Id of the subject whose data was read; everybody's readings when absent. */
  @IsOptional()
  @IsUUID()
  readonly subject?: string;

  /** Most items in the answer, 1 to 200; the newest come first. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  readonly limit: number = 50;
}

export class AccessAnswer {
  readonly at!: string;
  readonly actorId!: string;
  readonly role!: string;
  readonly office?: string;
  readonly purpose!: string;
  readonly subject!: string;
  /** Names of the fields that were opened. */
  @ApiProperty({ type: [String] })
  readonly fields!: readonly string[];
  readonly resource!: string;
}

export class AccessPage {
  @ApiProperty({ type: [AccessAnswer] })
  readonly items!: readonly AccessAnswer[];
  @ApiProperty({ type: String, nullable: true })
  readonly nextCursor!: string | null;
}
