import { defineProcessManager, give, when, type Reaction } from '#kernel/domain';
import { releaseCommitment } from '#privacy';
import {
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  SlotHoldExpired,
  SlotHoldReleased,
} from '../domain/events/agenda-day-events.ts';

interface Bound {
  readonly data: { readonly subject: string; readonly commitmentId: string };
}

/** Gives a person's time back when what bound it is over. Remembers nothing: one event, one command. */
export const commitmentRelease = defineProcessManager<never>({
  name: 'commitment-release',
  gives: [releaseCommitment],
  on: [
    when(SlotHoldReleased, because('HOLD_RELEASED'), commitmentOf),
    when(SlotHoldExpired, because('HOLD_EXPIRED'), commitmentOf),
    when(AppointmentCancelled, because('APPOINTMENT_CANCELLED'), commitmentOf),
    when(AppointmentDisplacedByClosure, because('APPOINTMENT_DISPLACED'), commitmentOf),
  ],
});

function commitmentOf({ data: { commitmentId } }: Bound): readonly string[] {
  return [commitmentId];
}

function because(reason: string) {
  return (_nothing: undefined, { data: { subject, commitmentId } }: Bound): Reaction<never> => ({
    state: undefined,
    commands: [give(releaseCommitment, { subject, commitmentId, reason })],
  });
}
