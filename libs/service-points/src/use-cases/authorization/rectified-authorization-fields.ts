import { IsOptional } from 'class-validator';
import { IsRealDate } from '#use-cases';

/** The corrected date of one event of an authorisation: that which it has. */
export class RectifiedAuthorizationFieldsInput {
  /** Of a training, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly trainedOn?: string;

  /** Of a request that was declined, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly declinedOn?: string;

  /** Of a request that was withdrawn, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly withdrawnOn?: string;

  /** Of a grant, first day on which it holds, yyyy-mm-dd; the next review follows. */
  @IsOptional()
  @IsRealDate()
  readonly grantedOn?: string;

  /** Of a review, yyyy-mm-dd; the next one follows. */
  @IsOptional()
  @IsRealDate()
  readonly reviewedOn?: string;

  /** Of a suspension, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly suspendedOn?: string;

  /** Of a resumption, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly resumedOn?: string;

  /** Of a revocation, first day on which it does not hold, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly revokedOn?: string;
}
