import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandExecutor, type CommandResult } from '#kernel';
import { requireRole, type CommandEnvelope } from '#platform';
import { commandSubject } from './subject-commands.ts';

export interface ReleaseCommitmentData {
  readonly subject: string;
  readonly commitmentId: string;
  /** What ended it, for example `CANCELLED`. */
  readonly reason: string;
}

/** Gives a person's time back. Only policies ask for it. */
export class ReleaseCommitment extends Command<CommandResult> {
  constructor(readonly envelope: CommandEnvelope<ReleaseCommitmentData>) {
    super();
  }
}

@CommandHandler(ReleaseCommitment)
export class ReleaseCommitmentHandler implements ICommandHandler<ReleaseCommitment> {
  constructor(private readonly executor: CommandExecutor) {}

  async execute({ envelope }: ReleaseCommitment): Promise<CommandResult> {
    requireRole(envelope.principal);
    const { subject, commitmentId, reason } = envelope.data;
    const command = { type: 'ReleaseCommitment', commitmentId, reason } as const;
    return commandSubject(this.executor, subject, command, envelope.origin);
  }
}
