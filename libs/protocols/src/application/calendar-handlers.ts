import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor, type CommandResult } from '#kernel';
import type { Role } from '#platform';
import { protocol } from '../domain/protocol.ts';
import { CarryOutEntryIntoForce, CarryOutTermination, ExpireProtocol } from './commands.ts';
import { onProtocol } from './on-protocol.ts';

/** Dates are carried out by the calendar, never by a person. */
const NOBODY: readonly Role[] = [];

@CommandHandler(CarryOutEntryIntoForce)
export class CarryOutEntryIntoForceHandler implements ICommandHandler<CarryOutEntryIntoForce> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: CarryOutEntryIntoForce): Promise<CommandResult> {
    const { protocolId: _id, ...data } = envelope.data;
    return this.executor.execute(protocol, onProtocol(envelope, NOBODY, { type: 'CarryOutEntryIntoForce', ...data }));
  }
}

@CommandHandler(CarryOutTermination)
export class CarryOutTerminationHandler implements ICommandHandler<CarryOutTermination> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: CarryOutTermination): Promise<CommandResult> {
    const { protocolId: _id, ...data } = envelope.data;
    return this.executor.execute(protocol, onProtocol(envelope, NOBODY, { type: 'CarryOutTermination', ...data }));
  }
}

@CommandHandler(ExpireProtocol)
export class ExpireProtocolHandler implements ICommandHandler<ExpireProtocol> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: ExpireProtocol): Promise<CommandResult> {
    const { protocolId: _id, ...data } = envelope.data;
    return this.executor.execute(protocol, onProtocol(envelope, NOBODY, { type: 'ExpireProtocol', ...data }));
  }
}
