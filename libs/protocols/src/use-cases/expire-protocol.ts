import { defineCommandOn, IsRealDate } from '#use-cases';
import { expired } from '../domain/effect.ts';
import { isBinding } from '../domain/protocol-state.ts';
import { protocol } from '../domain/protocol.ts';
import { PROTOCOL_STATES } from '../domain/vocabulary.ts';
import { calendarRefusals, nothingToCarryOut, refuseBeforeSuccessor, refuseEarly } from './date-of-calendar.ts';
import { NO_PERSON, OnProtocol, protocolId } from './on-protocol.ts';

/** Ends a protocol on its expiry. */
export class ExpireProtocol extends OnProtocol {
  /** First day no longer in force. */
  @IsRealDate()
  readonly expiresOn!: string;
}

export const expireProtocol = defineCommandOn(protocol)({
  input: ExpireProtocol,
  summary: 'Ends a protocol on its expiry.',
  id: protocolId,
  by: NO_PERSON,
  in: PROTOCOL_STATES,
  refuses: calendarRefusals,
  decide: ({ expiresOn }, state, { today, now }) => {
    if (!isBinding(state) || state.expiresOn !== expiresOn) {
      throw nothingToCarryOut({ expiresOn, state: state.status });
    }
    refuseEarly(expiresOn, today);
    refuseBeforeSuccessor(state, expiresOn);
    return [expired(expiresOn, { life: state.life, now })];
  },
});
