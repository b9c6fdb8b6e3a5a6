import { IsOptional } from 'class-validator';
import { IsUnitCode } from '#organisation';
import { IsLoadingCode, IsOneOf, IsRealDate, IsRequiredObject, IsText, startOf } from '#use-cases';
import {
  SIGNATURE_FORMATS,
  SIGNATURE_KINDS,
  type Party,
  type SignatureFormat,
  type SignatureKind,
} from '../domain/vocabulary.ts';
import { RegisterEntryInput } from './register-entry.ts';
import { IsSha256, type WantedSignature } from './signature-input.ts';

/** A signature of one party, as far as an act of before tells: the person who gave it is not asked for. */
export class LoadedSignatureInput {
  /** Day of the signature, yyyy-mm-dd. */
  @IsRealDate()
  readonly signedOn!: string;

  /** PAPER: by hand; the hash of the text is then that of a copy. */
  @IsOneOf(SIGNATURE_FORMATS, 'SignatureFormat')
  readonly format!: SignatureFormat;

  /** Absent for PAPER. */
  @IsOptional()
  @IsOneOf(SIGNATURE_KINDS, 'SignatureKind')
  readonly kind?: SignatureKind;

  /** Of the file as it was issued with this signature, where there is one. */
  @IsOptional()
  @IsSha256()
  readonly signedFileSha256?: string;

  /** Code of the unit that signed, for INPS; absent for the host. */
  @IsOptional()
  @IsUnitCode()
  readonly unit?: string;

  /** Office in which the signer signed, for example Direttore regionale. */
  @IsText(200)
  readonly signerRole!: string;

  /** In the register of the party; of an association, which has none, in that in which INPS received it. */
  @IsRequiredObject(() => RegisterEntryInput)
  readonly registerEntry!: RegisterEntryInput;
}

/** The signature as its rule sees it: the day is known, not the hour. */
export function signatureOfBefore(
  party: Party,
  documentSha256: string,
  { signedOn, ...signature }: LoadedSignatureInput,
): WantedSignature {
  return { party, documentSha256, ...signature, signedAt: startOf(signedOn) };
}

/** When the centre confirmed what was forwarded. */
class LoadedAcknowledgementInput {
  /** yyyy-mm-dd. */
  @IsRealDate()
  readonly acknowledgedOn!: string;

  /** In the register of the centre. */
  @IsRequiredObject(() => RegisterEntryInput)
  readonly registerEntry!: RegisterEntryInput;
}

/** When the act was forwarded to the centre. */
export class LoadedForwardingInput {
  /** yyyy-mm-dd. */
  @IsRealDate()
  readonly forwardedOn!: string;

  /** Of the letter, in the register of the directorate, where it is known. */
  @IsOptional()
  @IsRequiredObject(() => RegisterEntryInput)
  readonly registerEntry?: RegisterEntryInput;

  /** Of the letter, where it is known. */
  @IsOptional()
  @IsSha256()
  readonly letterSha256?: string;

  @IsOptional()
  @IsRequiredObject(() => LoadedAcknowledgementInput)
  readonly acknowledgement?: LoadedAcknowledgementInput;
}

/** How the act ended before its term, or is to. */
export class LoadedTerminationInput {
  /** When the notice was given, yyyy-mm-dd. */
  @IsRealDate()
  readonly noticeDate!: string;

  /** When it ended (this day not included), yyyy-mm-dd. */
  @IsRealDate()
  readonly effectiveDate!: string;

  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

/** The act that renewed it. */
export class LoadedRenewalInput {
  /** Code of that act in its file, of the same host. */
  @IsLoadingCode()
  readonly by!: string;

  /** First day in force of that act, yyyy-mm-dd. */
  @IsRealDate()
  readonly on!: string;
}
