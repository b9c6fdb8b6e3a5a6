import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, IsText } from '#use-cases';
import { protocol } from '../domain/protocol.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';

/** Takes back a notice of termination before its date. */
export class WithdrawTermination extends OnProtocol {
  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

const refuse = defineRefusals({
  TERMINATION_NOT_NOTIFIED: ['No notice of termination stands: nothing is left to do.', 'already-so'],
  TERMINATION_HAS_COME: 'It was to end on {effectiveDate}, which has come: conclude a new protocol instead.',
});

/** The protocol goes on to its expiry, as if the notice had not been given. */
export const withdrawTermination = defineCommandOn(protocol)({
  input: WithdrawTermination,
  summary: 'Takes back a notice of termination whose date lies ahead.',
  id: protocolId,
  by: OFFICES,
  in: ['IN_FORCE', 'SUSPENDED'],
  refuses: [refuse],
  decide: ({ reason }, { termination }, { today }) => {
    if (!termination) throw refuse.TERMINATION_NOT_NOTIFIED();
    const { effectiveDate } = termination;
    if (effectiveDate <= today) throw refuse.TERMINATION_HAS_COME({ effectiveDate });
    return [{ type: 'ProtocolTerminationWithdrawn', data: { effectiveDate, reason } }];
  },
});
