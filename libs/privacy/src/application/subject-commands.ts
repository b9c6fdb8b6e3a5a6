import type { ClaimStep, CommandExecutor, CommandOrigin, CommandResult } from '#kernel';
import { DEFAULT_COMMITMENT_LIMITS, type Commitment, type CommitmentLimits } from '../domain/commitments.ts';
import type { SubjectEvent } from '../domain/events.ts';
import { isSameClaim, subject as subjectAggregate, type SubjectCommand } from '../domain/subject.ts';

/** Gives a command to a subject. */
export function commandSubject(
  executor: CommandExecutor,
  id: string,
  command: SubjectCommand,
  origin: CommandOrigin,
  limits: CommitmentLimits = DEFAULT_COMMITMENT_LIMITS,
): Promise<CommandResult<SubjectEvent>> {
  return executor.execute(subjectAggregate, { id, command, origin, context: (known) => ({ ...known, limits }) });
}

interface WantedCommitment {
  readonly subject: string;
  /** The command that makes the hold or books the appointment. */
  readonly commitmentId: string;
  readonly commitment: Commitment;
  /** Stream in which it will stand. */
  readonly target: { readonly category: string; readonly id: string };
}

/** The claim step that binds a person's time for a command, within the limits per person. */
export function claimCommitment(
  executor: CommandExecutor,
  limits: CommitmentLimits,
  { subject, commitmentId, commitment, target }: WantedCommitment,
): ClaimStep {
  return {
    take: (origin) =>
      commandSubject(executor, subject, { type: 'ClaimCommitment', commitmentId, commitment, target }, origin, limits),
    stands: async () => {
      const standing = (await executor.peek(subjectAggregate, subject)).state.commitments.get(commitmentId);
      return standing !== undefined && isSameClaim(standing, { ...commitment, target });
    },
    release: (origin) =>
      commandSubject(executor, subject, { type: 'ReleaseCommitment', commitmentId, reason: 'ACT_REFUSED' }, origin),
  };
}
