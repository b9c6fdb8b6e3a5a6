import { Command } from '@nestjs/cqrs';
import type { CommandResult } from '#kernel';
import type { CommandEnvelope } from '#platform';
import type { HostBodyCorrections, RegisterHostBody as RegisterHostBodyCommand } from '../domain/host-body.ts';
import type { EstablishTerritorialUnit as EstablishTerritorialUnitCommand } from '../domain/territorial-unit.ts';

export type EstablishTerritorialUnitData = Omit<EstablishTerritorialUnitCommand, 'type'>;

export class EstablishTerritorialUnit extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<EstablishTerritorialUnitData>) {
    super();
  }
}

/** The id of the body derives from the id of the command. */
export type RegisterHostBodyData = Omit<RegisterHostBodyCommand, 'type' | 'id'>;

export class RegisterHostBody extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<RegisterHostBodyData>) {
    super();
  }
}

export interface CorrectHostBodyDetailsData {
  readonly hostBodyId: string;
  readonly corrections: HostBodyCorrections;
}

export class CorrectHostBodyDetails extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<CorrectHostBodyDetailsData>) {
    super();
  }
}
