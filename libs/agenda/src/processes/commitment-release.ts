import { defineProcessManager, give, when, type Reaction } from '#kernel/domain';
import { releaseCommitment } from '#privacy';
import {
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentMovedAway,
  SlotHoldExpired,
  SlotHoldReleased,
} from '../domain/events/agenda-day-events.ts';
import { AppointmentCompleted, AppointmentLapsed, AppointmentMarkedNoShow } from '../domain/events/desk-events.ts';
import type { CancelledBy } from '../domain/vocabulary.ts';

interface Bound {
  readonly subject: string;
  readonly commitmentId: string;
  readonly second?: { readonly subject: string; readonly commitmentId: string } | undefined;
}

/** Who cancels for reasons that are not the person's. */
const OFFICES: readonly CancelledBy[] = ['OFFICE', 'SYSTEM'];

/** Gives a person's time back when what bound it is over. Remembers nothing: one event, one command. */
export const commitmentRelease = defineProcessManager<never>({
  name: 'commitment-release',
  gives: [releaseCommitment],
  on: [
    when(
      SlotHoldReleased,
      (_nothing, { data }) => release(data, 'HOLD_RELEASED', data.reason === 'GIVEN_UP'),
      commitmentOf,
    ),
    when(SlotHoldExpired, (_nothing, { data }) => release(data, 'HOLD_EXPIRED', true), commitmentOf),
    when(
      AppointmentCancelled,
      (_nothing, { data }) => release(data, 'APPOINTMENT_CANCELLED', !OFFICES.includes(data.by)),
      commitmentOf,
    ),
    // A place that is left waits until it is offered again, as one that is cancelled: moving must not be the way to empty an
    // agenda, either.
    when(
      AppointmentMovedAway,
      (_nothing, { data }) => release(data, 'APPOINTMENT_RESCHEDULED', !OFFICES.includes(data.by)),
      commitmentOf,
    ),
    when(AppointmentDisplacedByClosure, (_nothing, { data }) => release(data, 'APPOINTMENT_DISPLACED'), commitmentOf),
    when(AppointmentCompleted, (_nothing, { data }) => release(data, 'APPOINTMENT_COMPLETED'), commitmentOf),
    when(AppointmentMarkedNoShow, (_nothing, { data }) => release(data, 'APPOINTMENT_MISSED'), commitmentOf),
    when(AppointmentLapsed, (_nothing, { data }) => release(data, 'APPOINTMENT_LAPSED'), commitmentOf),
  ],
});

function commitmentOf({ data: { commitmentId } }: { readonly data: Bound }): readonly string[] {
  return [commitmentId];
}

/** @param givenUp the person took places and kept none */
function release({ subject, commitmentId, second }: Bound, reason: string, givenUp = false): Reaction<never> {
  const data = { subject, commitmentId, reason, ...(givenUp ? { givenUp } : {}) };
  // Of whom came with them nothing was given up: it was not theirs to keep.
  const others = second ? [give(releaseCommitment, { ...second, reason }, 'second')] : [];
  return { state: undefined, commands: [give(releaseCommitment, data), ...others] };
}
