import { IsUUID } from 'class-validator';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { amendmentToCome } from '../domain/amended-terms.ts';
import { amended } from '../domain/amendment.ts';
import { isBinding } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';
import { calendarRefusals, nothingToCarryOut, refuseEarly } from './date-of-calendar.ts';
import { NO_PERSON, OnProtocol, protocolId } from './on-protocol.ts';

/** Has an amendment take effect on the date that was set for it. */
export class CarryOutAmendment extends OnProtocol {
  @IsUUID()
  readonly amendmentId!: string;

  @IsRealDate()
  readonly effectiveDate!: string;
}

export const carryOutAmendment = defineCommandOn(protocol)({
  input: CarryOutAmendment,
  summary: 'Has an amendment take effect on the date that was set for it.',
  id: protocolId,
  by: NO_PERSON,
  in: PROTOCOL_STATES,
  refuses: calendarRefusals,
  decide: ({ amendmentId, effectiveDate }, state, { today, now }) => {
    const ahead = isBinding(state) ? amendmentToCome(state) : undefined;
    if (!isBinding(state) || ahead?.amendmentId !== amendmentId) {
      throw nothingToCarryOut({ effectiveDate, state: state.status });
    }
    refuseEarly(effectiveDate, today);
    return [amended(state, ahead, { life: state.life, now })];
  },
});
