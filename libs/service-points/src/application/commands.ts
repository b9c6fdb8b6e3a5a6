import { Command } from '@nestjs/cqrs';
import type { CommandResult } from '#kernel';
import type { CommandEnvelope } from '#platform';
import type {
  ActivatePuntoCliente as ActivateCommand,
  DeactivatePuntoCliente as DeactivateCommand,
  EndPuntoClienteWithProtocol as EndCommand,
  RequestPuntoCliente as RequestCommand,
} from '../domain/commands.ts';

/** What every command on an existing point names. */
export interface OnPuntoCliente {
  readonly pointId: string;
}

/** The id of the point derives from the id of the command. */
export type RequestPuntoClienteData = Omit<RequestCommand, 'type' | 'pointId'>;
export type ActivatePuntoClienteData = OnPuntoCliente & Omit<ActivateCommand, 'type'>;
export type DeactivatePuntoClienteData = OnPuntoCliente & Omit<DeactivateCommand, 'type'>;
export type EndPuntoClienteWithProtocolData = OnPuntoCliente & Omit<EndCommand, 'type'>;

export class RequestPuntoCliente extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<RequestPuntoClienteData>) {
    super();
  }
}

export class ApprovePuntoCliente extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<OnPuntoCliente>) {
    super();
  }
}

export class DeclinePuntoCliente extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<OnPuntoCliente & { readonly reason: string }>) {
    super();
  }
}

export class ActivatePuntoCliente extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<ActivatePuntoClienteData>) {
    super();
  }
}

export class DeactivatePuntoCliente extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<DeactivatePuntoClienteData>) {
    super();
  }
}

/** Given by the process manager that follows protocols, never by a person. */
export class EndPuntoClienteWithProtocol extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<EndPuntoClienteWithProtocolData>) {
    super();
  }
}
