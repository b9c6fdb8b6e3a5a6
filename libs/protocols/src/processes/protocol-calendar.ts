import { defineProcessManager, give, idOf, when } from '#kernel/domain';
import { midnightInRome } from '#italy';
import {
  ProtocolEnteredIntoForce,
  ProtocolEntryIntoForceScheduled,
  ProtocolExpired,
  ProtocolTerminated,
  ProtocolTerminationNotified,
} from '../domain/events.ts';
import { carryOutEntryIntoForce } from '../use-cases/carry-out-entry-into-force.ts';
import { carryOutTermination } from '../use-cases/carry-out-termination.ts';
import { expireProtocol } from '../use-cases/expire-protocol.ts';

/** What the calendar of a protocol waits for next. */
interface CalendarState {
  readonly awaits: 'ENTRY_INTO_FORCE' | 'END';
}

const ENTRY = 'entry-into-force';
const TERMINATION = 'termination';
const EXPIRY = 'expiry';

/** Carries out, at 00:00 in Rome of its date, what was set for a date: entry into force, termination, expiry. */
export const protocolCalendar = defineProcessManager<CalendarState>({
  name: 'protocol-calendar',
  gives: [carryOutEntryIntoForce, carryOutTermination, expireProtocol],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(ProtocolEntryIntoForceScheduled, (_state, { data: { effectiveDate } }, protocolId) => ({
      state: { awaits: 'ENTRY_INTO_FORCE' },
      set: [
        {
          id: ENTRY,
          dueAt: midnightInRome(effectiveDate),
          command: give(carryOutEntryIntoForce, { protocolId, effectiveDate }),
        },
      ],
    })),
    when(ProtocolEnteredIntoForce, (_state, { data: { expiresOn } }, protocolId) => ({
      state: { awaits: 'END' },
      clear: [ENTRY],
      set: [{ id: EXPIRY, dueAt: midnightInRome(expiresOn), command: give(expireProtocol, { protocolId, expiresOn }) }],
    })),
    when(ProtocolTerminationNotified, (_state, { data: { effectiveDate } }, protocolId) => ({
      state: { awaits: 'END' },
      set: [
        {
          id: TERMINATION,
          dueAt: midnightInRome(effectiveDate),
          command: give(carryOutTermination, { protocolId, effectiveDate }),
        },
      ],
    })),
    when([ProtocolTerminated, ProtocolExpired], () => ({ state: undefined, clear: [TERMINATION, EXPIRY] })),
  ],
});
