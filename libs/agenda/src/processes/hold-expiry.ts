import { defineProcessManager, give, when, type Reaction } from '#kernel/domain';
import {
  AppointmentBooked,
  AppointmentRescheduled,
  SlotHeld,
  SlotHoldExpired,
  SlotHoldReleased,
} from '../domain/events/agenda-day-events.ts';
import { expireHold } from '../use-cases/expire-hold.ts';

interface OpenHold {
  readonly holdId: string;
}

/** Ends each hold when its time runs out, unless it was given up or booked before. An instance is a hold. */
export const holdExpiry = defineProcessManager<OpenHold>({
  name: 'hold-expiry',
  gives: [expireHold],
  on: [
    when(
      SlotHeld,
      (_state, { data: { agendaId, date, holdId, expiresAt } }) => ({
        state: { holdId },
        set: [{ id: 'expiry', dueAt: Date.parse(expiresAt), command: give(expireHold, { agendaId, date, holdId }) }],
      }),
      holdOf,
    ),
    when([SlotHoldReleased, SlotHoldExpired], over, holdOf),
    when([AppointmentBooked, AppointmentRescheduled], over, holdOf),
  ],
});

function holdOf({ data: { holdId } }: { readonly data: { readonly holdId?: string } }): readonly string[] {
  return holdId === undefined ? [] : [holdId];
}

function over(): Reaction<OpenHold> {
  return { state: undefined, clear: ['expiry'] };
}
