import { IsInt, Max, Min } from 'class-validator';
import { defineCommandOn, IsRealDate, setting } from '#use-cases';
import { dueNotice, noticeDay } from '../domain/expiry-notice.ts';
import { isBinding } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';
import { protocolSettings } from '../protocol-settings.ts';
import { calendarRefusals, nothingToCarryOut, refuseEarly } from './date-of-calendar.ts';
import { NO_PERSON, OnProtocol, protocolId } from './on-protocol.ts';

/** Notes that a protocol expires soon. */
export class NoticeProtocolExpiry extends OnProtocol {
  /** First day no longer in force. */
  @IsRealDate()
  readonly expiresOn!: string;

  /** On which of the days it is due. */
  @IsInt()
  @Min(1)
  @Max(366)
  readonly daysBefore!: number;
}

/** Each notice once; of several whose days have come, as the act was recorded late or nothing ran, the last one alone. */
export const noticeProtocolExpiry = defineCommandOn(protocol)({
  input: NoticeProtocolExpiry,
  summary: 'Notes that a protocol expires soon, so that its directorate can renew it.',
  id: protocolId,
  by: NO_PERSON,
  in: PROTOCOL_STATES,
  needs: { days: setting(protocolSettings, ({ expiryNoticeDays }) => expiryNoticeDays.map(Number)) },
  refuses: calendarRefusals,
  decide: ({ expiresOn, daysBefore }, state, { today, days }) => {
    refuseEarly(noticeDay({ expiresOn, daysBefore }), today);
    const due = isBinding(state) ? dueNotice(state, days, today) : undefined;
    if (due?.expiresOn !== expiresOn || due.daysBefore !== daysBefore) {
      throw nothingToCarryOut({ expiresOn, daysBefore, state: state.status });
    }
    return [{ type: 'ProtocolExpiryNoticed', data: due }];
  },
});
