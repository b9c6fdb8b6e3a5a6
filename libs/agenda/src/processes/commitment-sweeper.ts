import { abandonCommand, claimSweeper, give, reading } from '#kernel/domain';
import { releaseCommitment, SubjectCommitmentClaimed, SubjectCommitmentReleased } from '#privacy';
import { agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import {
  AppointmentBooked,
  AppointmentMoveClaimed,
  AppointmentMoveReleased,
  AppointmentReinstated,
  AppointmentRescheduled,
  SlotHeld,
} from '../domain/events/agenda-day-events.ts';
import { releaseMove } from '../use-cases/release-move.ts';

/**
 * Gives back what died between claim and act: the time of persons, and appointments that were about to move; a command that
 * moves one claims both. What a policy has claimed it acts upon however long it was stopped, as its command waits in its
 * outbox: that is given back when the command was refused.
 */
export const commitmentSweeper = claimSweeper({
  name: 'commitment-sweeper',
  gives: [releaseCommitment, releaseMove],
  claimed: [
    reading(SubjectCommitmentClaimed, ({ data: { subject, commitmentId, target, until }, metadata: { actor } }) => ({
      // Of a booking for two persons, each has one.
      claimId: `${commitmentId} ${subject}`,
      commandId: commitmentId,
      ...(actor.kind === 'policy' ? {} : { until: Date.parse(until) }),
      abandon: give(abandonCommand, { ...target, abandonedCommandId: commitmentId }),
      release: give(releaseCommitment, { subject, commitmentId, reason: 'ABANDONED' }),
    })),
    reading(AppointmentMoveClaimed, ({ data, metadata: { actor } }) => {
      const { agendaId, date, appointmentId, moveId, target, until } = data;
      return {
        claimId: agendaDayId(agendaId, date),
        commandId: moveId,
        ...(actor.kind === 'policy' ? {} : { until: Date.parse(until) }),
        abandon: give(abandonCommand, { ...target, abandonedCommandId: moveId }),
        release: give(releaseMove, { agendaId, date, appointmentId, moveId }),
      };
    }),
  ],
  released: [
    reading(SubjectCommitmentReleased, ({ data: { subject, commitmentId } }) => ({
      commandId: commitmentId,
      claimId: `${commitmentId} ${subject}`,
    })),
    reading(AppointmentMoveReleased, ({ data: { agendaId, date, moveId } }) => ({
      commandId: moveId,
      claimId: agendaDayId(agendaId, date),
    })),
  ],
  acted: [SlotHeld, AppointmentBooked, AppointmentReinstated, AppointmentRescheduled],
});
