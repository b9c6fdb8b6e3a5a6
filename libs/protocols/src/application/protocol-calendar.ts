import { defineProcessManager, idOf } from '#kernel';
import { midnightInRome } from '#italy';
import type { ProtocolEvent } from '../domain/events.ts';

/** What the calendar of a protocol waits for next. */
interface CalendarState {
  readonly awaits: 'ENTRY_INTO_FORCE' | 'END';
}

const ENTRY = 'entry-into-force';
const TERMINATION = 'termination';
const EXPIRY = 'expiry';

/** Carries out, at 00:00 in Rome of its date, what was set for a date: entry into force, termination, expiry. */
export const protocolCalendar = defineProcessManager<CalendarState, ProtocolEvent>({
  name: 'protocol-calendar',
  keys: ({ stream }) => [idOf(stream)],
  on: {
    ProtocolEntryIntoForceScheduled: (_state, { data: { effectiveDate } }, protocolId) => ({
      state: { awaits: 'ENTRY_INTO_FORCE' },
      set: [
        {
          id: ENTRY,
          dueAt: midnightInRome(effectiveDate),
          command: { name: 'CarryOutEntryIntoForce', data: { protocolId, effectiveDate } },
        },
      ],
    }),
    ProtocolEnteredIntoForce: (_state, { data: { expiresOn } }, protocolId) => ({
      state: { awaits: 'END' },
      clear: [ENTRY],
      set: [
        {
          id: EXPIRY,
          dueAt: midnightInRome(expiresOn),
          command: { name: 'ExpireProtocol', data: { protocolId, expiresOn } },
        },
      ],
    }),
    ProtocolTerminationNotified: (_state, { data: { effectiveDate } }, protocolId) => ({
      state: { awaits: 'END' },
      set: [
        {
          id: TERMINATION,
          dueAt: midnightInRome(effectiveDate),
          command: { name: 'CarryOutTermination', data: { protocolId, effectiveDate } },
        },
      ],
    }),
    ProtocolTerminated: () => ({ state: undefined, clear: [TERMINATION, EXPIRY] }),
    ProtocolExpired: () => ({ state: undefined, clear: [TERMINATION, EXPIRY] }),
  },
});
