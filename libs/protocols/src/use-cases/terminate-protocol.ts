import { defineRefusals, type Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { defineCommandOn, IsRealDate, IsText, startOf } from '#use-cases';
import { stateToday, withEndsByNow } from '#use-cases/dated';
import { broughtToLight } from '../domain/come-by-now.ts';
import { terminated } from '../domain/effect.ts';
import type { ProtocolEvent } from '../domain/events.ts';
import { moveToFollowRefusals, refuseWhileMoving } from '../domain/move-to-follow.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import { isBinding, type Protocol } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';

/** Ends a protocol with notice, now or on a later date. */
export class TerminateProtocol extends OnProtocol {
  /** When the notice was given, yyyy-mm-dd. */
  @IsRealDate()
  readonly noticeDate!: string;

  /** When it ends (this day not included), yyyy-mm-dd; it may lie ahead. */
  @IsRealDate()
  readonly effectiveDate!: string;

  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

const refuse = defineRefusals({
  TERMINATION_ALREADY_NOTIFIED:
    'It ends on {effectiveDate} by a notice of {noticeDate}, which stands: nothing is left to do.',
  NOTICE_IN_FUTURE: 'The notice is dated {noticeDate}, after today, {today}: record it once it is given.',
  TERMINATION_BEFORE_NOTICE:
    'It cannot end on {effectiveDate}, before the notice of {noticeDate}: choose that day or a later one.',
  TERMINATION_AFTER_RENEWAL:
    'It ends on {renewedOn} anyway, as the protocol that renews it enters into force: choose an earlier day than that.',
  TERMINATION_AFTER_EXPIRY: 'It expires on {expiresOn} anyway: choose an earlier day than that, or let it expire.',
});

/**
 * Ends a protocol with notice: at once when the effective date has come, else by the calendar. It is judged on that date,
 * whatever the state today (T1). What was set for days before that, and to which the calendar has not come yet, has come.
 */
export const terminateProtocol = defineCommandOn(protocol)({
  input: TerminateProtocol,
  summary: 'Ends a protocol with notice, now or on a later date.',
  id: protocolId,
  by: OFFICES,
  legalDate: ({ effectiveDate }) => effectiveDate,
  in: ['IN_FORCE', 'SUSPENDED'],
  refuses: [refuse, moveToFollowRefusals],
  decide: ({ protocolId: _id, ...notice }, state, { today, now }) => {
    const { noticeDate, effectiveDate } = notice;
    const { termination, expiresOn, life } = state;
    refuseWhileMoving(life, now);
    if (termination) throw refuse.TERMINATION_ALREADY_NOTIFIED(termination);
    if (noticeDate > today) throw refuse.NOTICE_IN_FUTURE({ noticeDate, today });
    if (effectiveDate < noticeDate) throw refuse.TERMINATION_BEFORE_NOTICE({ effectiveDate, noticeDate });
    if (effectiveDate >= expiresOn) throw refuse.TERMINATION_AFTER_EXPIRY({ effectiveDate, expiresOn });
    refuseOnceRenewed(stateToday(protocolLife, life, now), effectiveDate);
    const effectiveAt = startOf(effectiveDate);
    const notified: ProtocolEvent = { type: 'ProtocolTerminationNotified', data: notice, effectiveAt };
    if (effectiveDate > today) return [notified];
    const ended = [notified, terminated(notice, { life, now, after: [notified] })];
    return withEndsByNow(protocolLife, life, ended, { now, today }, broughtToLight);
  },
});

/**
 * At the instant at which a protocol ends, the entry into force of its successor goes first (P6): it may be recorded, and what follows from
 * it here not yet. A successor has claimed its day when that was recorded, which has no other date.
 */
function refuseOnceRenewed(standing: Protocol | Absent, effectiveDate: LocalDate): void {
  if (!isBinding(standing)) return;
  const renewal = standing.renewals?.find((claimed) => claimed.effectiveDate <= effectiveDate);
  if (renewal) throw refuse.TERMINATION_AFTER_RENEWAL({ renewedOn: renewal.effectiveDate });
}
