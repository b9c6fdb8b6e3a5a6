import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor, type CommandResult } from '#kernel';
import type { Role } from '#platform';
import { protocol } from '../domain/protocol.ts';
import {
  AssignConventionOfficer,
  SubmitProtocol,
  RejectProtocol,
  WithdrawProtocol,
  ForwardProtocolToCentralOrganisation,
  BringProtocolIntoForce,
  TerminateProtocol,
} from './commands.ts';
import { onProtocol } from './on-protocol.ts';

/** The directorate of the region concludes its protocols; the central one may act in its place. */
const OFFICES: readonly Role[] = ['central', 'regional'];
const DIRECTORATE: readonly Role[] = ['regional'];

@CommandHandler(AssignConventionOfficer)
export class AssignConventionOfficerHandler implements ICommandHandler<AssignConventionOfficer> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: AssignConventionOfficer): Promise<CommandResult> {
    const { protocolId: _id, ...data } = envelope.data;
    return this.executor.execute(protocol, onProtocol(envelope, OFFICES, { type: 'AssignConventionOfficer', ...data }));
  }
}

@CommandHandler(SubmitProtocol)
export class SubmitProtocolHandler implements ICommandHandler<SubmitProtocol> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: SubmitProtocol): Promise<CommandResult> {
    const { protocolId: _id, ...data } = envelope.data;
    return this.executor.execute(protocol, onProtocol(envelope, OFFICES, { type: 'SubmitProtocol', ...data }));
  }
}

@CommandHandler(RejectProtocol)
export class RejectProtocolHandler implements ICommandHandler<RejectProtocol> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: RejectProtocol): Promise<CommandResult> {
    const { protocolId: _id, ...data } = envelope.data;
    return this.executor.execute(protocol, onProtocol(envelope, OFFICES, { type: 'RejectProtocol', ...data }));
  }
}

@CommandHandler(WithdrawProtocol)
export class WithdrawProtocolHandler implements ICommandHandler<WithdrawProtocol> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: WithdrawProtocol): Promise<CommandResult> {
    const { protocolId: _id, ...data } = envelope.data;
    return this.executor.execute(protocol, onProtocol(envelope, OFFICES, { type: 'WithdrawProtocol', ...data }));
  }
}

/** The regional directorate forwards; the central one receives. */
@CommandHandler(ForwardProtocolToCentralOrganisation)
export class ForwardProtocolToCentralOrganisationHandler implements ICommandHandler<ForwardProtocolToCentralOrganisation> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: ForwardProtocolToCentralOrganisation): Promise<CommandResult> {
    const { protocolId: _id, ...data } = envelope.data;
    return this.executor.execute(
      protocol,
      onProtocol(envelope, DIRECTORATE, { type: 'ForwardProtocolToCentralOrganisation', ...data }),
    );
  }
}

@CommandHandler(BringProtocolIntoForce)
export class BringProtocolIntoForceHandler implements ICommandHandler<BringProtocolIntoForce> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: BringProtocolIntoForce): Promise<CommandResult> {
    const { protocolId: _id, ...data } = envelope.data;
    return this.executor.execute(protocol, onProtocol(envelope, OFFICES, { type: 'BringProtocolIntoForce', ...data }));
  }
}

@CommandHandler(TerminateProtocol)
export class TerminateProtocolHandler implements ICommandHandler<TerminateProtocol> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: TerminateProtocol): Promise<CommandResult> {
    const { protocolId: _id, ...data } = envelope.data;
    return this.executor.execute(protocol, onProtocol(envelope, OFFICES, { type: 'TerminateProtocol', ...data }));
  }
}
