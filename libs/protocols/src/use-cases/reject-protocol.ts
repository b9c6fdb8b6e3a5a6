import { defineCommandOn, IsText } from '#use-cases';
import { protocol } from '../domain/protocol.ts';
import { OFFICES, OnProtocol, protocolId } from './on-protocol.ts';

/** Rejects a submitted protocol. */
export class RejectProtocol extends OnProtocol {
  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

export const rejectProtocol = defineCommandOn(protocol)({
  input: RejectProtocol,
  summary: 'Rejects a submitted protocol.',
  id: protocolId,
  by: OFFICES,
  in: ['SUBMITTED'],
  decide: ({ reason }) => [{ type: 'ProtocolRejected', data: { reason } }],
});
