import { defineProcessManager, type Reaction } from '#kernel';
import type { ReleaseCommitmentData } from '#privacy';
import type { AgendaDayEvent } from '../../domain/events/agenda-day-events.ts';

/** Gives a person's time back when what bound it is over. Remembers nothing: one event, one command. */
export const commitmentRelease = defineProcessManager<never, AgendaDayEvent>({
  name: 'commitment-release',
  keys: ({ data }) => ('commitmentId' in data ? [data.commitmentId] : []),
  on: {
    SlotHoldReleased: (_state, { data }) => release(data, 'HOLD_RELEASED'),
    SlotHoldExpired: (_state, { data }) => release(data, 'HOLD_EXPIRED'),
    AppointmentCancelled: (_state, { data }) => release(data, 'APPOINTMENT_CANCELLED'),
    AppointmentDisplacedByClosure: (_state, { data }) => release(data, 'APPOINTMENT_DISPLACED'),
  },
});

function release(
  { subject, commitmentId }: { readonly subject: string; readonly commitmentId: string },
  reason: string,
): Reaction<never> {
  const data: ReleaseCommitmentData = { subject, commitmentId, reason };
  return { state: undefined, commands: [{ name: 'ReleaseCommitment', data }] };
}
