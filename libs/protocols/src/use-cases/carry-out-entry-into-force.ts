import { defineCommandOn, IsRealDate } from '#use-cases';
import { enteredIntoForce } from '../domain/entry-into-force.ts';
import { protocol } from '../domain/protocol.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';
import { calendarRefusals, nothingToCarryOut, refuseEarly } from './date-of-calendar.ts';
import { NO_PERSON, OnProtocol, protocolId } from './on-protocol.ts';

/** Brings a protocol into force on the date that was set for it. */
export class CarryOutEntryIntoForce extends OnProtocol {
  @IsRealDate()
  readonly effectiveDate!: string;
}

export const carryOutEntryIntoForce = defineCommandOn(protocol)({
  input: CarryOutEntryIntoForce,
  summary: 'Brings a protocol into force on the date that was set for it.',
  id: protocolId,
  by: NO_PERSON,
  in: PROTOCOL_STATES,
  refuses: calendarRefusals,
  decide: ({ effectiveDate }, state, { today }) => {
    if (state.status !== 'SIGNED' || state.scheduledFor !== effectiveDate) {
      throw nothingToCarryOut({ effectiveDate, state: state.status });
    }
    refuseEarly(effectiveDate, today);
    return [enteredIntoForce(effectiveDate, state)];
  },
});
