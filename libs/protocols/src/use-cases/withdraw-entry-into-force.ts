import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, IsText } from '#use-cases';
import { protocol } from '../domain/protocol.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';

/** Takes back an entry into force that was scheduled. */
export class WithdrawEntryIntoForce extends OnProtocol {
  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

const refuse = defineRefusals({
  ENTRY_INTO_FORCE_NOT_SCHEDULED: ['No entry into force is set for a date: nothing is left to do.', 'already-so'],
  ENTRY_INTO_FORCE_HAS_COME: 'It was to enter into force on {effectiveDate}, which has come: terminate it instead.',
});

/** The protocol stays signed, and can be brought into force on another date. */
export const withdrawEntryIntoForce = defineCommandOn(protocol)({
  input: WithdrawEntryIntoForce,
  summary: 'Takes back an entry into force that was scheduled for a date ahead.',
  id: protocolId,
  by: OFFICES,
  in: ['SIGNED'],
  refuses: [refuse],
  decide: ({ reason }, { scheduledFor: effectiveDate }, { today }) => {
    if (effectiveDate === undefined) throw refuse.ENTRY_INTO_FORCE_NOT_SCHEDULED();
    if (effectiveDate <= today) throw refuse.ENTRY_INTO_FORCE_HAS_COME({ effectiveDate });
    return [{ type: 'ProtocolEntryIntoForceWithdrawn', data: { effectiveDate, reason } }];
  },
});
