import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsRealDate, IsText, startOf, within } from '#use-cases';
import { frameworkAgreement } from '../../domain/framework/framework-agreement.ts';

/** Ends a framework agreement before its term, now or on a later date. */
export class TerminateFrameworkAgreement {
  /** Id of the framework agreement. */
  @IsUUID()
  readonly frameworkAgreementId!: string;

  /** Until when conventions may be signed under it (this day not included), yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly endsOn?: string;

  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

const notEarlier = defineRefusal(
  'FRAMEWORK_END_OUTSIDE_VALIDITY',
  '{endsOn} lies outside of its validity, from {validFrom} until {validUntil}, when it ends anyway: choose a day between.',
);

/** Conventions under it go on; no new one is signed from that day on. */
export const terminateFrameworkAgreement = defineCommandOn(frameworkAgreement)({
  input: TerminateFrameworkAgreement,
  summary: 'Ends a framework agreement before its term, now or on a later date.',
  id: ({ frameworkAgreementId }) => frameworkAgreementId,
  by: [within('central')],
  in: ['CONCLUDED'],
  refuses: [notEarlier],
  decide: ({ endsOn: wanted, reason }, { validFrom, endsOn: validUntil }, { today }) => {
    const endsOn = wanted ?? today;
    if (endsOn < validFrom || endsOn >= validUntil) throw notEarlier({ endsOn, validFrom, validUntil });
    return [{ type: 'FrameworkAgreementTerminated', data: { endsOn, reason }, effectiveAt: startOf(endsOn) }];
  },
});
