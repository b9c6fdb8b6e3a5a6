import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor, type CommandResult } from '#kernel';
import { protocol } from '#protocols';
import type { ProtocolFacts } from '../domain/activity.ts';
import type { ActivatePuntoCliente as ActivateCommand } from '../domain/commands.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { ActivatePuntoCliente } from './commands.ts';
import { onPuntoCliente } from './on-punto-cliente.ts';

/**
 * Looks the protocol up in its own stream. It may end between that look and the write; `points-follow-protocol` then
 * ends the point as well.
 */
@CommandHandler(ActivatePuntoCliente)
export class ActivatePuntoClienteHandler implements ICommandHandler<ActivatePuntoCliente> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: ActivatePuntoCliente): Promise<CommandResult> {
    const { pointId: _id, ...data } = envelope.data;
    const command: ActivateCommand = { type: 'ActivatePuntoCliente', ...data };
    return this.executor.execute(puntoCliente, {
      ...onPuntoCliente(envelope, ['central', 'regional'], command),
      context: async (known) => ({ ...known, protocol: await this.#protocolOf(data.protocolId) }),
    });
  }

  async #protocolOf(id: string): Promise<ProtocolFacts | undefined> {
    const { protocol: found } = (await this.executor.peek(protocol, id)).state;
    if (!found) return undefined;
    const { status, host, region, points, kinds, effectiveDate } = found;
    return { status, hostId: host.id, region, points, kinds, effectiveDate };
  }
}
