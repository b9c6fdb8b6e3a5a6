import { defineProcessManager, when, type Reaction } from '#kernel/domain';
import { releaseCommitment } from '#privacy';
import {
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  SlotHoldExpired,
  SlotHoldReleased,
} from '../domain/events/agenda-day-events.ts';
import { AppointmentCompleted, AppointmentLapsed, AppointmentMarkedNoShow } from '../domain/events/desk-events.ts';
import { AppointmentMovedAway } from '../domain/events/move-events.ts';
import { COMMITMENT_RELEASE, releases } from '../use-cases/frees-time-at-once.ts';

/**
 * Gives a person's time back when what bound it is over, where the command that ended it has not. Remembers nothing: one
 * event, one command for each person.
 */
export const commitmentRelease = defineProcessManager<never>({
  name: COMMITMENT_RELEASE,
  gives: [releaseCommitment],
  on: [
    when(
      [
        ...[SlotHoldReleased, SlotHoldExpired, AppointmentCancelled, AppointmentMovedAway],
        ...[AppointmentDisplacedByClosure, AppointmentCompleted, AppointmentMarkedNoShow, AppointmentLapsed],
      ],
      (_nothing, event): Reaction<never> => ({ state: undefined, commands: releases(event) }),
      ({ data: { commitmentId } }) => [commitmentId],
    ),
  ],
});
