import { defineCommandOn, IsRealDate } from '#use-cases';
import { terminated } from '../domain/effect.ts';
import { isBinding } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';
import { calendarRefusals, nothingToCarryOut, refuseBeforeSuccessor, refuseEarly } from './date-of-calendar.ts';
import { NO_PERSON, OnProtocol, protocolId } from './on-protocol.ts';

/** Ends a protocol on the date that was notified. */
export class CarryOutTermination extends OnProtocol {
  @IsRealDate()
  readonly effectiveDate!: string;
}

export const carryOutTermination = defineCommandOn(protocol)({
  input: CarryOutTermination,
  summary: 'Ends a protocol on the date that was notified.',
  id: protocolId,
  by: NO_PERSON,
  in: PROTOCOL_STATES,
  refuses: calendarRefusals,
  decide: ({ effectiveDate }, state, { today, now }) => {
    if (!isBinding(state) || state.termination?.effectiveDate !== effectiveDate) {
      throw nothingToCarryOut({ effectiveDate, state: state.status });
    }
    refuseEarly(effectiveDate, today);
    refuseBeforeSuccessor(state, effectiveDate);
    return [terminated(state.termination, { life: state.life, now })];
  },
});
