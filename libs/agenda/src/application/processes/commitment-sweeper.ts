import { claimSweeper, type DomainEvent, type RecordedEvent } from '#kernel';
import type { ReleaseCommitmentData, SubjectEvent } from '#privacy';

/** Events of an agenda's day that say that a command with a claim was carried out. */
const ACT_EVENTS: readonly string[] = ['SlotHeld', 'AppointmentBooked'];

/** Gives back the time of persons whose hold or booking died between claim and act. */
export const commitmentSweeper = claimSweeper({
  name: 'commitment-sweeper',
  claimed: {
    SubjectCommitmentClaimed: (event) => {
      const { subject, commitmentId, target, until } = dataOf<'SubjectCommitmentClaimed'>(event);
      const release: ReleaseCommitmentData = { subject, commitmentId, reason: 'ABANDONED' };
      return {
        claimId: commitmentId,
        commandId: commitmentId,
        until: Date.parse(until),
        abandon: { name: 'AbandonCommand', data: { ...target, abandonedCommandId: commitmentId } },
        release: { name: 'ReleaseCommitment', data: release },
      };
    },
  },
  released: {
    SubjectCommitmentReleased: (event) => {
      const { commitmentId } = dataOf<'SubjectCommitmentReleased'>(event);
      return { commandId: commitmentId, claimId: commitmentId };
    },
  },
  acted: ACT_EVENTS,
});

/** The sweeper names the handlers by event type, so the payload is that type's. */
function dataOf<T extends SubjectEvent['type']>(event: RecordedEvent): Extract<SubjectEvent, DomainEvent<T>>['data'] {
  return event.data as Extract<SubjectEvent, DomainEvent<T>>['data'];
}
