import { abandonCommand, claimSweeper, give, reading } from '#kernel/domain';
import { releaseCommitment, SubjectCommitmentClaimed, SubjectCommitmentReleased } from '#privacy';
import { AppointmentBooked, AppointmentReinstated, SlotHeld } from '../domain/events/agenda-day-events.ts';

/**
 * Gives back the time of persons whose hold or booking died between claim and act. What a policy has claimed it acts upon
 * however long it was stopped, as its command waits in its outbox: that is given back when the command was refused.
 */
export const commitmentSweeper = claimSweeper({
  name: 'commitment-sweeper',
  gives: [releaseCommitment],
  claimed: [
    reading(SubjectCommitmentClaimed, ({ data: { subject, commitmentId, target, until }, metadata: { actor } }) => ({
      claimId: commitmentId,
      commandId: commitmentId,
      ...(actor.kind === 'policy' ? {} : { until: Date.parse(until) }),
      abandon: give(abandonCommand, { ...target, abandonedCommandId: commitmentId }),
      release: give(releaseCommitment, { subject, commitmentId, reason: 'ABANDONED' }),
    })),
  ],
  released: [
    reading(SubjectCommitmentReleased, ({ data: { commitmentId } }) => ({
      commandId: commitmentId,
      claimId: commitmentId,
    })),
  ],
  acted: [SlotHeld, AppointmentBooked, AppointmentReinstated],
});
