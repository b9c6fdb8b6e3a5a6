import { IsOptional } from 'class-validator';
import { defineRefusals, toTimestamp } from '#kernel/domain';
import { defineCommandOn, IsRealDate, IsText } from '#use-cases';
import { resumed, suspended } from '../domain/effect.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import { protocol } from '../domain/protocol.ts';
import { suspensionOf } from '../domain/standing-suspension.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';

/** Suspends a protocol in force: from today, or from a day before today that is recorded late. */
export class SuspendProtocol extends OnProtocol {
  /** First day on which it is suspended, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly suspendedOn?: string;

  /** When it is in force again (this day not included), yyyy-mm-dd; until it is resumed when absent. */
  @IsOptional()
  @IsRealDate()
  readonly until?: string;

  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

const refuse = defineRefusals({
  SUSPENSION_IN_FUTURE: '{suspendedOn} lies after today, {today}: record the suspension on its day.',
  SUSPENSION_ENDS_BEFORE_IT_BEGINS:
    'It cannot end on {until}, as it begins on {suspendedOn}: choose a later day, or leave the end out.',
});

/**
 * It is judged on the day of the suspension, whatever the state today (T1). One that is over by now is resumed with it; one
 * whose end lies ahead is resumed by the calendar.
 */
export const suspendProtocol = defineCommandOn(protocol)({
  input: SuspendProtocol,
  summary: 'Suspends a protocol in force, from today or an earlier day, with or without an end.',
  id: protocolId,
  by: OFFICES,
  legalDate: ({ suspendedOn }) => suspendedOn,
  in: ['IN_FORCE'],
  refuses: [refuse],
  decide: ({ until, reason }, { life }, { legalDate: suspendedOn, today, now }) => {
    if (suspendedOn > today) throw refuse.SUSPENSION_IN_FUTURE({ suspendedOn, today });
    if (until !== undefined && until <= suspendedOn) {
      throw refuse.SUSPENSION_ENDS_BEFORE_IT_BEGINS({ until, suspendedOn });
    }
    const suspension = suspended(suspensionOf({ suspendedOn, until, reason }), { life, now });
    if (until === undefined || until > today) return [suspension];
    // It may have been terminated before the suspension was over, or suspended by another act: then there is nothing to resume.
    const written = protocolLife.add(life, suspension, { revision: Infinity, recordedAt: toTimestamp(now) });
    const then = protocolLife.judgedOn(written, until);
    if (then.status !== 'SUSPENDED' || then.suspension.until !== until) return [suspension];
    return [suspension, resumed({ resumedOn: until }, { life, now, after: [suspension] })];
  },
});
