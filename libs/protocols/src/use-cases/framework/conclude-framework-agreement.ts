import { IsOptional } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
import { defineCommandOn, IsRealDate, IsText, startOf, within } from '#use-cases';
import { frameworkAgreement } from '../../domain/framework/framework-agreement.ts';
import { textOfFramework, textRefusals } from '../reserved-text.ts';
import { IsSha256 } from '../signature-input.ts';

/** Records a framework agreement that the centre has concluded. */
export class ConcludeFrameworkAgreement {
  /** Name of the body; it need not be registered as a host. */
  @IsText(200)
  readonly counterpart!: string;

  /** Of the text before any signature, 64 lower-case hexadecimal digits. */
  @IsSha256()
  readonly documentSha256!: string;

  /** When both had signed, yyyy-mm-dd. */
  @IsRealDate()
  readonly signedOn!: string;

  /** First day on which conventions may be signed under it, yyyy-mm-dd. */
  @IsRealDate()
  readonly validFrom!: string;

  /** Until when they may (this day not included), yyyy-mm-dd. */
  @IsRealDate()
  readonly validUntil!: string;

  /** Who sits at the technical table, by office, and how often it meets. */
  @IsOptional()
  @IsText(1000)
  readonly technicalTable?: string;
}

const refuse = defineRefusals({
  FRAMEWORK_SIGNED_IN_FUTURE: '{signedOn} lies after today, {today}: record the agreement once it is signed.',
  FRAMEWORK_VALIDITY_EMPTY: 'It would end on {validUntil}, not after {validFrom}, when it begins: correct the dates.',
});

export const concludeFrameworkAgreement = defineCommandOn(frameworkAgreement)({
  input: ConcludeFrameworkAgreement,
  summary: 'Records a framework agreement that the centre has concluded.',
  example: { validFrom: '2026-01-01', validUntil: '2029-01-01' },
  id: (_input, commandId) => deriveId('FrameworkAgreement', commandId),
  by: [within('central')],
  in: ['ABSENT'],
  claims: ({ documentSha256 }) => [textOfFramework(documentSha256)],
  refuses: [refuse, textRefusals.FRAMEWORK_AGREEMENT_TEXT_TAKEN],
  decide: (concluded, _absent, { id, today }) => {
    const { signedOn, validFrom, validUntil } = concluded;
    if (signedOn > today) throw refuse.FRAMEWORK_SIGNED_IN_FUTURE({ signedOn, today });
    if (validUntil <= validFrom) throw refuse.FRAMEWORK_VALIDITY_EMPTY({ validFrom, validUntil });
    return [
      {
        type: 'FrameworkAgreementConcluded',
        data: { frameworkAgreementId: id, ...concluded },
        effectiveAt: startOf(validFrom),
      },
    ];
  },
});
