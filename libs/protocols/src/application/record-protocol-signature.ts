import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ClaimingExecutor, reserve, type CommandResult } from '#kernel';
import type { RecordProtocolSignature as RecordProtocolSignatureCommand } from '../domain/commands.ts';
import { protocol } from '../domain/protocol.ts';
import { RecordProtocolSignature } from './commands.ts';
import { onProtocol } from './on-protocol.ts';

/** The regional directorate records both signatures: its own, and that of the host which it receives. */
@CommandHandler(RecordProtocolSignature)
export class RecordProtocolSignatureHandler implements ICommandHandler<RecordProtocolSignature> {
  constructor(private readonly claiming: ClaimingExecutor) {}

  async execute({ envelope }: RecordProtocolSignature): Promise<CommandResult> {
    const { protocolId, ...signature } = envelope.data;
    const command: RecordProtocolSignatureCommand = { type: 'RecordProtocolSignature', ...signature };
    const request = onProtocol(envelope, ['central', 'regional'], command);
    const { aoo, year, number } = signature.registerEntry;
    // A number stands once in the register of a year (D.P.R. 445/2000, art. 57).
    const entry = reserve(
      this.claiming.executor,
      'protocol-register-entry',
      JSON.stringify([aoo, year, number]),
      envelope.origin.commandId,
      { category: protocol.category, id: protocolId },
    );
    return this.claiming.execute(protocol, request, [entry]);
  }
}
