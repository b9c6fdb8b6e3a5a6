import type { ICommand } from '@nestjs/cqrs';
import type { ProcessManager, Projection } from '#kernel';
import type { CommandEnvelope } from '#platform';
import { ReleaseCommitment } from './application/release-commitment.ts';

export { PrivacyModule } from './privacy.module.ts';

export { DEFAULT_COMMITMENT_LIMITS, type Commitment, type CommitmentLimits } from './domain/commitments.ts';
export {
  privacyEvents,
  ERASURE_REASONS,
  SubjectCommitmentClaimed,
  SubjectCommitmentReleased,
  SubjectErased,
  SubjectRegistered,
  type ErasureReason,
  type SubjectEvent,
} from './domain/events.ts';
export { subject, type SubjectCommand, type SubjectContext, type SubjectState } from './domain/subject.ts';

export { ErasureApplier } from './application/erasure/erasure-applier.ts';
export { ListAccesses } from './application/list-accesses.ts';
export { ReleaseCommitment, type ReleaseCommitmentData } from './application/release-commitment.ts';
export { claimCommitment } from './application/subject-commands.ts';
export {
  EraseSubject,
  RegisterSubject,
  type EraseSubjectData,
  type RegisterSubjectData,
  type SubjectAnswer,
} from './application/subjects.ts';
export type { Reader } from './application/vault/entitlement.ts';
export { MASTER_KEY_VARIABLE, MasterKey, MasterKeyError } from './application/vault/master-key.ts';
export { ExcludesField } from './http/excludes-field.ts';
export { IsFiscalCode } from './http/is-fiscal-code.ts';
export { PersonalDataVault } from './application/vault/personal-data-vault.ts';

/** Commands that policies may give, by name. */
export const privacyCommands: Readonly<Record<string, new (envelope: CommandEnvelope<never>) => ICommand>> = {
  ReleaseCommitment,
};
/** None: a subject shows only in the access log. */
export const privacyProjections: readonly Projection[] = [];
/** None: the commitments of a subject are swept by the context that makes them. */
export const privacyProcesses: readonly ProcessManager[] = [];
