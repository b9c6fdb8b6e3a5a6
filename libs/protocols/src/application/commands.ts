import { Command } from '@nestjs/cqrs';
import type { CommandResult } from '#kernel';
import type { CommandEnvelope } from '#platform';
import type { Officer, PointKind, Signature, Termination } from '../domain/vocabulary.ts';

/** What every command on an existing protocol names. */
export interface OnProtocol {
  readonly protocolId: string;
}

/** The id of the protocol derives from the id of the command. */
export interface DraftProtocolData {
  readonly hostBodyId: string;
  /** ISTAT code. */
  readonly region: string;
  /** Ids of the Punti Cliente to cover. */
  readonly points: readonly string[];
  readonly kinds: readonly PointKind[];
  /** The configured duration when absent. */
  readonly durationMonths?: number;
  readonly officers?: readonly Officer[];
}

export class DraftProtocol extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<DraftProtocolData>) {
    super();
  }
}

export class AssignConventionOfficer extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<OnProtocol & Officer>) {
    super();
  }
}

export class SubmitProtocol extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<OnProtocol>) {
    super();
  }
}

export class RejectProtocol extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<OnProtocol & { readonly reason: string }>) {
    super();
  }
}

export class WithdrawProtocol extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<OnProtocol & { readonly reason: string }>) {
    super();
  }
}

export class RecordProtocolSignature extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<OnProtocol & Signature>) {
    super();
  }
}

export class ForwardProtocolToCentralOrganisation extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<OnProtocol & { readonly forwardedOn?: string }>) {
    super();
  }
}

export class BringProtocolIntoForce extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<OnProtocol & { readonly effectiveDate?: string }>) {
    super();
  }
}

export class TerminateProtocol extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<OnProtocol & Termination>) {
    super();
  }
}

/** Given by the calendar alone. */
export class CarryOutEntryIntoForce extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<OnProtocol & { readonly effectiveDate: string }>) {
    super();
  }
}

/** Given by the calendar alone. */
export class CarryOutTermination extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<OnProtocol & { readonly effectiveDate: string }>) {
    super();
  }
}

/** Given by the calendar alone. */
export class ExpireProtocol extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<OnProtocol & { readonly expiresOn: string }>) {
    super();
  }
}
