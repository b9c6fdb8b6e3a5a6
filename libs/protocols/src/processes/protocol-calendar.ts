import { defineProcessManager, give, idOf, when, type EventOf, type Reaction } from '#kernel/domain';
import { midnightInRome, romeDateAt } from '#italy';
import { termsToday } from '../domain/amendment.ts';
import {
  ProtocolAmended,
  ProtocolAmendmentSigned,
  ProtocolAmendmentWithdrawn,
  ProtocolEnteredIntoForce,
  ProtocolEntryIntoForceScheduled,
  ProtocolEntryIntoForceWithdrawn,
  ProtocolExpired,
  ProtocolRectified,
  ProtocolRenewed,
  ProtocolResumed,
  ProtocolSuspended,
  ProtocolTerminated,
  ProtocolTerminationNotified,
  ProtocolTerminationWithdrawn,
} from '../domain/events.ts';
import { isBinding } from '../domain/protocol-state.ts';
import { standingSuspension } from '../domain/standing-suspension.ts';
import { carryOutAmendment } from '../use-cases/carry-out-amendment.ts';
import { carryOutEntryIntoForce } from '../use-cases/carry-out-entry-into-force.ts';
import { carryOutResumption } from '../use-cases/carry-out-resumption.ts';
import { carryOutTermination } from '../use-cases/carry-out-termination.ts';
import { expireProtocol } from '../use-cases/expire-protocol.ts';

/** What the calendar of a protocol waits for next. */
interface CalendarState {
  readonly awaits: 'ENTRY_INTO_FORCE' | 'END';
  /** The amendment that lies ahead; where one of before does, nobody wrote down which. */
  readonly amendmentId?: string;
}

const ENTRY = 'entry-into-force';
const TERMINATION = 'termination';
const EXPIRY = 'expiry';
const AMENDMENT = 'amendment';
const RESUMPTION = 'resumption';

/** Carries out, at 00:00 in Rome of its date, what was set for a date: entry into force, end of a suspension, termination, expiry. */
export const protocolCalendar = defineProcessManager<CalendarState>({
  name: 'protocol-calendar',
  gives: [carryOutAmendment, carryOutEntryIntoForce, carryOutResumption, carryOutTermination, expireProtocol],
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
    when(ProtocolEntryIntoForceWithdrawn, () => ({ state: undefined, clear: [ENTRY] })),
    when(ProtocolEnteredIntoForce, (_state, { data: { expiresOn } }, protocolId) => ({
      state: { awaits: 'END' },
      clear: [ENTRY],
      set: [expireOn(protocolId, expiresOn)],
    })),
    when([ProtocolSuspended, ProtocolResumed], (state, { data }, protocolId) => {
      const until = standingSuspension(data)?.until;
      if (until === undefined) return { state, clear: [RESUMPTION] };
      return { state, set: [resumeOn(protocolId, until)] };
    }),
    when(ProtocolTerminationNotified, (state, { data: { effectiveDate } }, protocolId) => ({
      state: { ...state, awaits: 'END' },
      set: [endOn(protocolId, effectiveDate)],
    })),
    when(ProtocolAmendmentSigned, (state, { data, recordedAt }, protocolId) => {
      const { amendmentId, effectiveDate } = data;
      // One that is recorded late takes effect with that, and leaves what lies ahead alone.
      if (!state || effectiveDate <= romeDateAt(recordedAt)) return { state };
      return { state: { ...state, amendmentId }, set: [amendOn(protocolId, { amendmentId, effectiveDate })] };
    }),
    when(ProtocolAmendmentWithdrawn, (state) => ({ state: state && noneAhead(state), clear: [AMENDMENT] })),
    when(ProtocolAmended, (state, { data, recordedAt }, protocolId) => {
      const { expiresOn } = termsToday(data);
      const set = [expireOn(protocolId, expiresOn)];
      // Recorded after the end, it is of a day before, and may have the term end before that.
      if (!state) return expiresOn <= romeDateAt(recordedAt) ? { state, set } : { state };
      const { amendmentId = data.amendmentId } = state;
      if (amendmentId !== data.amendmentId) return { state, set };
      return { state: noneAhead(state), clear: [AMENDMENT], set };
    }),
    when(ProtocolTerminationWithdrawn, (state) => ({ state: { ...state, awaits: 'END' }, clear: [TERMINATION] })),
    when([ProtocolRenewed, ProtocolTerminated, ProtocolExpired], () => ({
      state: undefined,
      clear: [RESUMPTION, AMENDMENT, TERMINATION, EXPIRY],
    })),
    when(ProtocolRectified, (state, { data }, protocolId) => anew(state, data, protocolId)),
  ],
});

/** Once a fact was rectified, what is set for later is what follows from all of them. */
function anew(
  state: CalendarState | undefined,
  { to, standing }: EventOf<typeof ProtocolRectified>['data'],
  protocolId: string,
): Reaction<CalendarState> {
  if (!isBinding({ status: to })) return { state };
  const { expiresOn, termination, suspension, pendingAmendment } = standing;
  const set = [
    ...(expiresOn === undefined ? [] : [expireOn(protocolId, expiresOn)]),
    ...(termination === undefined ? [] : [endOn(protocolId, termination.effectiveDate)]),
    ...(suspension?.until === undefined ? [] : [resumeOn(protocolId, suspension.until)]),
    ...(pendingAmendment ? [amendOn(protocolId, pendingAmendment)] : []),
  ];
  const kept = new Set(set.map(({ id }) => id));
  const ahead = pendingAmendment ? { amendmentId: pendingAmendment.amendmentId } : {};
  return {
    state: { awaits: 'END', ...ahead },
    set,
    clear: [RESUMPTION, TERMINATION, AMENDMENT].filter((id) => !kept.has(id)),
  };
}

function noneAhead({ amendmentId: _come, ...state }: CalendarState): CalendarState {
  return state;
}

function amendOn(protocolId: string, amendment: { readonly amendmentId: string; readonly effectiveDate: string }) {
  const { amendmentId, effectiveDate } = amendment;
  const command = give(carryOutAmendment, { protocolId, amendmentId, effectiveDate });
  return { id: AMENDMENT, dueAt: midnightInRome(effectiveDate), command };
}

function expireOn(protocolId: string, expiresOn: string) {
  const command = give(expireProtocol, { protocolId, expiresOn });
  return { id: EXPIRY, dueAt: midnightInRome(expiresOn), command };
}

function endOn(protocolId: string, effectiveDate: string) {
  const command = give(carryOutTermination, { protocolId, effectiveDate });
  return { id: TERMINATION, dueAt: midnightInRome(effectiveDate), command };
}

function resumeOn(protocolId: string, until: string) {
  const command = give(carryOutResumption, { protocolId, resumedOn: until });
  return { id: RESUMPTION, dueAt: midnightInRome(until), command };
}
