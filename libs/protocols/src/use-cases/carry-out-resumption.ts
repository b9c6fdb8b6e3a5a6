import { defineCommandOn, IsRealDate } from '#use-cases';
import { resumed } from '../domain/effect.ts';
import { protocol } from '../domain/protocol.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';
import { calendarRefusals, nothingToCarryOut, refuseEarly } from './date-of-calendar.ts';
import { NO_PERSON, OnProtocol, protocolId } from './on-protocol.ts';

/** Resumes a protocol on the day that was set when it was suspended. */
export class CarryOutResumption extends OnProtocol {
  @IsRealDate()
  readonly resumedOn!: string;
}

export const carryOutResumption = defineCommandOn(protocol)({
  input: CarryOutResumption,
  summary: 'Resumes a protocol on the day that was set when it was suspended.',
  id: protocolId,
  by: NO_PERSON,
  in: PROTOCOL_STATES,
  refuses: calendarRefusals,
  decide: ({ resumedOn }, state, { today, now }) => {
    if (state.status !== 'SUSPENDED' || state.suspension.until !== resumedOn) {
      throw nothingToCarryOut({ resumedOn, state: state.status });
    }
    refuseEarly(resumedOn, today);
    return [resumed({ resumedOn }, { life: state.life, now })];
  },
});
