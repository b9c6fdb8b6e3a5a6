import { defineProcessManager, type Reaction } from '#kernel';
import type { AgendaDayEvent } from '../../domain/events/agenda-day-events.ts';

interface OpenHold {
  readonly holdId: string;
}

/** Ends each hold when its time runs out, unless it was given up or booked before. An instance is a hold. */
export const holdExpiry = defineProcessManager<OpenHold, AgendaDayEvent>({
  name: 'hold-expiry',
  keys: ({ data }) => ('holdId' in data ? [data.holdId] : []),
  on: {
    SlotHeld: (_state, { data: { agendaId, date, holdId, expiresAt } }) => ({
      state: { holdId },
      set: [
        {
          id: 'expiry',
          dueAt: Date.parse(expiresAt),
          command: { name: 'ExpireHold', data: { agendaId, date, holdId } },
        },
      ],
    }),
    SlotHoldReleased: over,
    SlotHoldExpired: over,
    AppointmentBooked: over,
  },
});

function over(): Reaction<OpenHold> {
  return { state: undefined, clear: ['expiry'] };
}
