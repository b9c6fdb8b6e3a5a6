import { IsUUID } from 'class-validator';
import { dayAfter } from '#italy';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { amendmentToCome } from '../domain/amended-terms.ts';
import { comeAmendments } from '../domain/come-amendments.ts';
import { isBinding } from '../domain/protocol-state.ts';
import { amendmentIn } from '../domain/rectification.ts';
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

/** It is judged on its own day, on which the protocol may have stood otherwise than today (T1). */
export const carryOutAmendment = defineCommandOn(protocol)({
  input: CarryOutAmendment,
  summary: 'Has an amendment take effect on the date that was set for it.',
  id: protocolId,
  by: NO_PERSON,
  in: PROTOCOL_STATES,
  refuses: calendarRefusals,
  decide: ({ amendmentId, effectiveDate }, state, { today, now }) => {
    const ahead = isBinding(state) ? amendmentToCome(state) : undefined;
    if (ahead?.amendmentId === amendmentId) refuseEarly(effectiveDate, today);
    const come = comeAmendments(state.life, { before: dayAfter(today), now });
    const itself = come.filter((event) => amendmentIn(event) === amendmentId);
    if (itself.length === 0) throw nothingToCarryOut({ effectiveDate, state: state.status });
    return itself;
  },
});
