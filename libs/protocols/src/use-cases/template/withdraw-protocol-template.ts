import { IsOptional, IsUUID } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsRealDate, IsText, startOf, within } from '#use-cases';
import { protocolTemplate } from '../../domain/template/protocol-template.ts';

/** Withdraws a template, now, on a later date, or on an earlier one that is recorded late (T1). */
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
  '{withdrawnOn} lies outside of its validity, from {validFrom} {ending}: choose another day.',
);

/**
 * Conventions whose signatures are recorded by then go on; any that is recorded afterwards, or rectified, is held against that day,
 * as it is against the end of a framework agreement.
 */
export const withdrawProtocolTemplate = defineCommandOn(protocolTemplate)({
  input: WithdrawProtocolTemplate,
  summary: 'Withdraws a template, now, on a later date or on an earlier one.',
  id: ({ templateId }) => templateId,
  by: [within('central')],
  in: ['ADOPTED'],
  refuses: [outside],
  decide: ({ withdrawnOn: wanted, reason }, { validFrom, validUntil }, { today }) => {
    const withdrawnOn = wanted ?? today;
    const isOutside = withdrawnOn < validFrom || (validUntil ?? '9999') <= withdrawnOn;
    if (isOutside)
      throw outside({ validFrom, ending: validUntil === undefined ? 'on' : `until ${validUntil}`, withdrawnOn });
    return [{ type: 'ProtocolTemplateWithdrawn', data: { withdrawnOn, reason }, effectiveAt: startOf(withdrawnOn) }];
  },
});
