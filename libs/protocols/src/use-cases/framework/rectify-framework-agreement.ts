import { IsOptional, IsUUID } from 'class-validator';
import {
  defineCommandOn,
  IsRealDate,
  IsRequiredObject,
  otherFactsRefusals,
  rectificationIn,
  RectificationInput,
  rectificationRefusals,
  rectificationUnclear,
  within,
} from '#use-cases';
import { frameworkAgreement } from '../../domain/framework/framework-agreement.ts';
import { rectifiedFramework } from '../../domain/framework/rectified-framework.ts';
import { textOfFramework, textRefusals } from '../reserved-text.ts';
import { IsSha256 } from '../signature-input.ts';

/** The corrected fields of one event: those that it has. */
export class RectifiedFrameworkFieldsInput {
  /** Of the text before any signature, 64 lower-case hexadecimal digits. */
  @IsOptional()
  @IsSha256()
  readonly documentSha256?: string;

  /** When both had signed, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly signedOn?: string;

  /** First day on which conventions may be signed under it, yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly validFrom?: string;

  /** Until when they may (this day not included), yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly validUntil?: string;

  /** Of an end before its term: until when they may (this day not included), yyyy-mm-dd. */
  @IsOptional()
  @IsRealDate()
  readonly endsOn?: string;
}

/** Corrects a date or the hash of an event, or says that an end before the term never was. */
export class RectifyFrameworkAgreement extends RectificationInput {
  /** Id of the framework agreement. */
  @IsUUID()
  readonly frameworkAgreementId!: string;

  /** What is right, where something of the event was wrong. */
  @IsOptional()
  @IsRequiredObject(() => RectifiedFrameworkFieldsInput)
  readonly changes?: RectifiedFrameworkFieldsInput;
}

/** What was wrong stays in the history (T2). Conventions signed by then stay; what is signed later is held against what is right. */
export const rectifyFrameworkAgreement = defineCommandOn(frameworkAgreement)({
  input: RectifyFrameworkAgreement,
  summary: 'Rectifies a date or the hash of a framework agreement by an act, or annuls its end before the term.',
  id: ({ frameworkAgreementId }) => frameworkAgreementId,
  by: [within('central')],
  in: ['CONCLUDED', 'TERMINATED'],
  claims: (wanted, { life }, { now, today }) => {
    const { before, after } = rectifiedFramework(rectificationIn(wanted), { life, now, today });
    return after.documentSha256 === before.documentSha256 ? [] : [textOfFramework(after.documentSha256)];
  },
  refuses: [
    ...[rectificationUnclear, rectificationRefusals, otherFactsRefusals],
    textRefusals.FRAMEWORK_AGREEMENT_TEXT_TAKEN,
  ],
  decide: (wanted, { life }, { now, today }) =>
    rectifiedFramework(rectificationIn(wanted), { life, now, today }).events,
});
