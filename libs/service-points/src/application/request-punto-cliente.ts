import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor, deriveId, type CommandResult } from '#kernel';
import { hostBody, italy, requirePlace } from '#organisation';
import { requireRole, requireScope } from '#platform';
import { romeDateOf } from '#italy';
import { puntoCliente } from '../domain/punto-cliente.ts';
import type { PointHost } from '../domain/vocabulary.ts';
import { RequestPuntoCliente } from './commands.ts';

/** The offices of the territory file a request; the host may file its own. */
@CommandHandler(RequestPuntoCliente)
export class RequestPuntoClienteHandler implements ICommandHandler<RequestPuntoCliente> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: RequestPuntoCliente): Promise<CommandResult> {
    const { data, origin, principal } = envelope;
    requireRole(principal, 'central', 'regional', 'provincial', 'host-operator');
    requireScope(principal, { region: data.region, province: data.province, host: data.hostBodyId });
    const pointId = deriveId('PuntoCliente', origin.commandId);
    return this.executor.execute(puntoCliente, {
      id: pointId,
      command: { type: 'RequestPuntoCliente', pointId, ...data },
      origin,
      context: async (known) => {
        requirePlace(italy, data, romeDateOf(known.now));
        return { ...known, host: await this.#hostOf(data.hostBodyId) };
      },
    });
  }

  async #hostOf(id: string): Promise<PointHost | undefined> {
    const { body } = (await this.executor.peek(hostBody, id)).state;
    return body && { id: body.id, kind: body.kind, name: body.name };
  }
}
