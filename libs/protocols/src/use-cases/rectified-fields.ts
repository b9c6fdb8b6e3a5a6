import { IsOptional } from 'class-validator';
import { IsInstant, IsRealDate, IsRequiredObject } from '#use-cases';
import { RegisterEntryInput } from './register-entry.ts';
import { IsSha256 } from './signature-input.ts';

/** The corrected fields of one event: those that it has. */
export class RectifiedFieldsInput {
  /** Of the text that is signed, also of an amendment, and with one signature of the other: 64 lower-case hexadecimal digits. */
  @IsOptional()
  @IsSha256()
  readonly documentSha256?: string;

  /** Of the file as it was issued with this signature: 64 lower-case hexadecimal digits. */
  @IsOptional()
  @IsSha256()
  readonly signedFileSha256?: string;

  /** Of the letter of a forwarding: 64 lower-case hexadecimal digits. */
  @IsOptional()
  @IsSha256()
  readonly letterSha256?: string;

  /** Of a signature; RFC 3339, with offset. */
  @IsOptional()
  @IsInstant()
  readonly signedAt?: string;

  /** Of a signature or of the acknowledgement of a forwarding. */
  @IsOptional()
  @IsRequiredObject(() => RegisterEntryInput)
  readonly registerEntry?: RegisterEntryInput;

  /** Of a forwarding, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly forwardedOn?: string;

  /** Of the acknowledgement of a forwarding, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly acknowledgedOn?: string;

  /** Of an entry into force, an amendment or a termination, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly effectiveDate?: string;

  /** Of a suspension, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly suspendedOn?: string;

  /** Of a suspension: when it is over (this day not included), yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly until?: string;

  /** Of a resumption, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly resumedOn?: string;

  /** Of a termination, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly noticeDate?: string;
}
