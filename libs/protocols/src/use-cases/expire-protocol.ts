import { defineCommandOn, IsRealDate } from '#use-cases';
import { stateToday } from '#use-cases/dated';
import { expired } from '../domain/effect.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import { isBinding, type Protocol } from '../domain/protocol-state.ts';
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

/** It is judged on that day: what has ended the protocol later counts for nothing, where its term turns out to have ended before. */
export const expireProtocol = defineCommandOn(protocol)({
  input: ExpireProtocol,
  summary: 'Ends a protocol on its expiry.',
  id: protocolId,
  by: NO_PERSON,
  legalDate: ({ expiresOn }) => expiresOn,
  in: PROTOCOL_STATES,
  refuses: calendarRefusals,
  decide: ({ expiresOn }, state, { today, now }) => {
    if (!isBinding(state) || state.expiresOn !== expiresOn) {
      throw nothingToCarryOut({ expiresOn, state: state.status });
    }
    refuseEarly(expiresOn, today);
    const { life } = state;
    // A successor has claimed its day when that was recorded, which has no other date; one that has entered is waited for no longer.
    const standing = stateToday(protocolLife, life, now) as Protocol;
    if (standing.status !== 'RENEWED') refuseBeforeSuccessor(standing, expiresOn);
    return [expired(expiresOn, { life, now })];
  },
});
