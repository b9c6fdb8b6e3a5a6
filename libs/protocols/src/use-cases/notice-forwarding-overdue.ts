import { IsInt, Max, Min } from 'class-validator';
import { addDays, romeDateAt } from '#italy';
import { defineCommandOn, setting } from '#use-cases';
import { protocol } from '../domain/protocol.ts';
import { signedAct } from '../domain/signed-act.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';
import { protocolSettings } from '../protocol-settings.ts';
import { calendarRefusals, nothingToCarryOut, refuseEarly } from './date-of-calendar.ts';
import { OnAct, ofThisAct } from './on-act.ts';
import { NO_PERSON, protocolId } from './on-protocol.ts';

/** Notes that a signed act was not forwarded in time. */
export class NoticeForwardingOverdue extends OnAct {
  /** Which reminder, from 1. */
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly reminder!: number;
}

/** From the day after the last on which it is forwarded in time, again and again until it is. */
export const noticeForwardingOverdue = defineCommandOn(protocol)({
  input: NoticeForwardingOverdue,
  summary: 'Notes that a signed protocol or amendment was not forwarded in time, so that its directorate is reminded.',
  id: protocolId,
  by: NO_PERSON,
  in: PROTOCOL_STATES,
  needs: { every: setting(protocolSettings, ({ forwardingReminderDays }) => forwardingReminderDays) },
  refuses: calendarRefusals,
  decide: ({ amendmentId, reminder }, state, { today, every }) => {
    const act = signedAct(state, amendmentId);
    if (!act || act.forwardedOn !== undefined || act.isWithdrawn || reminder !== act.remindedTimes + 1) {
      throw nothingToCarryOut({ reminder, state: state.status });
    }
    const { forwardBy, signedAt, signatures } = act;
    refuseEarly(addDays(forwardBy, 1), today);
    const unit = signatures.find(({ party }) => party === 'INPS')?.unit;
    const dates = { signedOn: romeDateAt(signedAt), forwardBy, noticedOn: today };
    const whose = { ...ofThisAct(amendmentId), ...(unit === undefined ? {} : { unit }) };
    const data = { ...whose, ...dates, reminder, nextOn: addDays(today, every) };
    return [{ type: 'ProtocolForwardingOverdueNoticed', data }];
  },
});
