import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor, deriveId, DomainError, type CommandResult } from '#kernel';
import { hostBody, regionByCode } from '#organisation';
import { requireRole, requireScope } from '#platform';
import { protocol } from '../domain/protocol.ts';
import type { ProtocolHost } from '../domain/vocabulary.ts';
import { DraftProtocol } from './commands.ts';
import { PROTOCOL_SETTINGS, type ProtocolSettings } from './settings.ts';

@CommandHandler(DraftProtocol)
export class DraftProtocolHandler implements ICommandHandler<DraftProtocol> {
  constructor(
    private readonly executor: CommandExecutor,
    @Inject(PROTOCOL_SETTINGS) private readonly settings: ProtocolSettings,
  ) {}

  async execute({ envelope }: DraftProtocol): Promise<CommandResult> {
    const { data, origin, principal } = envelope;
    requireRole(principal, 'central', 'regional');
    requireScope(principal, { region: data.region });
    if (!regionByCode(data.region)) throw new DomainError('UNKNOWN_REGION', { region: data.region });
    const protocolId = deriveId('Protocol', origin.commandId);
    const { durationMonths = this.settings.durationMonths, officers = [], ...terms } = data;
    return this.executor.execute(protocol, {
      id: protocolId,
      command: { type: 'DraftProtocol', protocolId, ...terms, durationMonths, officers },
      origin,
      context: async (known) => ({ ...known, host: await this.#hostOf(data.hostBodyId) }),
    });
  }

  async #hostOf(id: string): Promise<ProtocolHost | undefined> {
    const { body } = (await this.executor.peek(hostBody, id)).state;
    return body && { id: body.id, kind: body.kind, name: body.name };
  }
}
