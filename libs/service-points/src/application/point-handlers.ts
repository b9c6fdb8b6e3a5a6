import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor, type CommandResult } from '#kernel';
import type { Role } from '#platform';
import { puntoCliente } from '../domain/punto-cliente.ts';
import {
  ApprovePuntoCliente,
  DeactivatePuntoCliente,
  DeclinePuntoCliente,
  EndPuntoClienteWithProtocol,
} from './commands.ts';
import { onPuntoCliente } from './on-punto-cliente.ts';

/** The directorate of the region decides on its points; the central one may act in its place. */
const OFFICES: readonly Role[] = ['central', 'regional'];
/** A point ends with its protocol by policy, never by a person. */
const NOBODY: readonly Role[] = [];

@CommandHandler(ApprovePuntoCliente)
export class ApprovePuntoClienteHandler implements ICommandHandler<ApprovePuntoCliente> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: ApprovePuntoCliente): Promise<CommandResult> {
    const { pointId: _id, ...data } = envelope.data;
    return this.executor.execute(
      puntoCliente,
      onPuntoCliente(envelope, OFFICES, { type: 'ApprovePuntoCliente', ...data }),
    );
  }
}

@CommandHandler(DeclinePuntoCliente)
export class DeclinePuntoClienteHandler implements ICommandHandler<DeclinePuntoCliente> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: DeclinePuntoCliente): Promise<CommandResult> {
    const { pointId: _id, ...data } = envelope.data;
    return this.executor.execute(
      puntoCliente,
      onPuntoCliente(envelope, OFFICES, { type: 'DeclinePuntoCliente', ...data }),
    );
  }
}

@CommandHandler(DeactivatePuntoCliente)
export class DeactivatePuntoClienteHandler implements ICommandHandler<DeactivatePuntoCliente> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: DeactivatePuntoCliente): Promise<CommandResult> {
    const { pointId: _id, ...data } = envelope.data;
    return this.executor.execute(
      puntoCliente,
      onPuntoCliente(envelope, OFFICES, { type: 'DeactivatePuntoCliente', ...data }),
    );
  }
}

@CommandHandler(EndPuntoClienteWithProtocol)
export class EndPuntoClienteWithProtocolHandler implements ICommandHandler<EndPuntoClienteWithProtocol> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: EndPuntoClienteWithProtocol): Promise<CommandResult> {
    const { pointId: _id, ...data } = envelope.data;
    return this.executor.execute(
      puntoCliente,
      onPuntoCliente(envelope, NOBODY, { type: 'EndPuntoClienteWithProtocol', ...data }),
    );
  }
}
