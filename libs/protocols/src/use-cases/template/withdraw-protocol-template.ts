import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsRealDate, IsText, startOf, within } from '#use-cases';
import { protocolTemplate } from '../../domain/template/protocol-template.ts';

/** Withdraws a template, now or on a later date. */
export class WithdrawProtocolTemplate {
  /** Id of the template. */
  @IsUUID()
  readonly templateId!: string;

  /** Until when conventions may be signed under it (this day not included), yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly withdrawnOn?: string;

  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

const outside = defineRefusal(
  'TEMPLATE_WITHDRAWAL_OUTSIDE_VALIDITY',
  '{withdrawnOn} lies before today, {today}, or outside its validity, which begins on {validFrom}: choose another day.',
);

/** What was signed under it goes on; nothing is signed under it from that day on. */
export const withdrawProtocolTemplate = defineCommandOn(protocolTemplate)({
  input: WithdrawProtocolTemplate,
  summary: 'Withdraws a template, now or on a later date.',
  id: ({ templateId }) => templateId,
  by: [within('central')],
  in: ['ADOPTED'],
  refuses: [outside],
  decide: ({ withdrawnOn: wanted, reason }, { validFrom, validUntil }, { today }) => {
    const withdrawnOn = wanted ?? today;
    const isOutside = withdrawnOn < validFrom || withdrawnOn < today || (validUntil ?? '9999') <= withdrawnOn;
    if (isOutside) throw outside({ validFrom, withdrawnOn, today });
    return [{ type: 'ProtocolTemplateWithdrawn', data: { withdrawnOn, reason }, effectiveAt: startOf(withdrawnOn) }];
  },
});
