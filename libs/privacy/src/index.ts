export { privacy } from './privacy.ts';
export { commitmentOf, commitmentRelease, type RefuseUnfit } from './domain/commitment-claim.ts';
export {
  privacyEvents,
  SubjectCommitmentClaimed,
  SubjectCommitmentReleased,
  SubjectErased,
  SubjectRegistered,
  SubjectRetentionClaimed,
  SubjectRetentionReleased,
  type SubjectEvent,
} from './domain/events.ts';
export { retentionOf } from './domain/retention.ts';
export type { Subject } from './domain/subject-state.ts';
export { subject } from './domain/subject.ts';
export { ErasureApplier } from './erasure/erasure-applier.ts';
export type { KeyLoss } from './erasure/key-loss.ts';
export { ErasureWatch } from './erasure/erasure-watch.ts';
export { eraseSubject } from './use-cases/erase-subject.ts';
export { registerSubject } from './use-cases/register-subject.ts';
export { releaseCommitment, type ReleaseCommitment } from './use-cases/release-commitment.ts';
export { releaseRetention, type ReleaseRetention } from './use-cases/release-retention.ts';
export { MasterKey } from './vault/master-key.ts';
export {
  isInVariable,
  makeNextKey,
  MASTER_KEY_VARIABLE,
  MasterKeyError,
  nextFile,
  retireKeyFile,
} from './vault/master-key-source.ts';
export { rotatePepper, type Moved } from './vault/rotate-pepper.ts';
export { rewrap, type Rewrapped } from './vault/rewrap.ts';
export { PersonalDataVault } from './vault/personal-data-vault.ts';
