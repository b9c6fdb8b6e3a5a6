import { abandonCommand, claimSweeper, give, reading } from '#kernel/domain';
import { releaseRetention, SubjectRetentionClaimed, SubjectRetentionReleased } from '#privacy';
import {
  ConventionOfficerAssigned,
  ConventionOfficerReplaced,
  ProtocolAmendmentSignatureRecorded,
  ProtocolDrafted,
  ProtocolSignatureRecorded,
} from '../domain/events.ts';

/** Lets persons go whose act died between claim and act. */
export const retentionSweeper = claimSweeper({
  name: 'retention-sweeper',
  gives: [releaseRetention],
  claimed: [
    reading(SubjectRetentionClaimed, ({ data: { subject, retentionId, target, until } }) => ({
      claimId: subject,
      commandId: retentionId,
      until: Date.parse(until),
      abandon: give(abandonCommand, { ...target, abandonedCommandId: retentionId }),
      release: give(releaseRetention, { subject, retentionId, reason: 'ABANDONED' }),
    })),
  ],
  released: [
    reading(SubjectRetentionReleased, ({ data: { subject, retentionId } }) => ({
      commandId: retentionId,
      claimId: subject,
    })),
  ],
  acted: [
    ProtocolDrafted,
    ConventionOfficerAssigned,
    ConventionOfficerReplaced,
    ProtocolSignatureRecorded,
    ProtocolAmendmentSignatureRecorded,
  ],
});
