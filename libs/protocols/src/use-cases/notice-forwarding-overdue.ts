import { IsInt, Max, Min } from 'class-validator';
import { addDays, romeDateAt } from '#italy';
import { defineCommandOn, setting } from '#use-cases';
import { protocol } from '../domain/protocol.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';
import { protocolSettings } from '../protocol-settings.ts';
import { calendarRefusals, nothingToCarryOut, refuseEarly } from './date-of-calendar.ts';
import { NO_PERSON, OnProtocol, protocolId } from './on-protocol.ts';

/** Notes that a signed protocol was not forwarded in time. */
export class NoticeForwardingOverdue extends OnProtocol {
  /** Which reminder, from 1. */
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly reminder!: number;
}

/** From the day after the last on which it is forwarded in time, again and again until it is. */
export const noticeForwardingOverdue = defineCommandOn(protocol)({
  input: NoticeForwardingOverdue,
  summary: 'Notes that a signed protocol was not forwarded in time, so that its directorate is reminded.',
  id: protocolId,
  by: NO_PERSON,
  in: PROTOCOL_STATES,
  needs: { every: setting(protocolSettings, ({ forwardingReminderDays }) => forwardingReminderDays) },
  refuses: calendarRefusals,
  decide: ({ reminder }, state, { today, every }) => {
    const isOpen = 'signedAt' in state && state.forwardedOn === undefined;
    if (!isOpen || reminder !== state.remindedTimes + 1) {
      throw nothingToCarryOut({ reminder, state: state.status });
    }
    const { forwardBy, signedAt, signatures } = state;
    refuseEarly(addDays(forwardBy, 1), today);
    const unit = signatures.find(({ party }) => party === 'INPS')?.unit;
    const dates = { signedOn: romeDateAt(signedAt), forwardBy, noticedOn: today };
    const data = { ...(unit === undefined ? {} : { unit }), ...dates, reminder, nextOn: addDays(today, every) };
    return [{ type: 'ProtocolForwardingOverdueNoticed', data }];
  },
});
