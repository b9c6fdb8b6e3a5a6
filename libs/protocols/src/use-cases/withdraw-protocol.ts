import { defineCommandOn, IsText } from '#use-cases';
import { protocol } from '../domain/protocol.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';

/** Withdraws a protocol before it is signed. */
export class WithdrawProtocol extends OnProtocol {
  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

export const withdrawProtocol = defineCommandOn(protocol)({
  input: WithdrawProtocol,
  summary: 'Withdraws a protocol before it is signed.',
  id: protocolId,
  by: OFFICES,
  in: ['DRAFT', 'SUBMITTED'],
  decide: ({ reason }, { status }) => [{ type: 'ProtocolWithdrawn', data: { reason, from: status } }],
});
