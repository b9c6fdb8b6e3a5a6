import { defineProcessManager, give, idOf, when, type RecordedEvent } from '#kernel/domain';
import { addDays, midnightInRome } from '#italy';
import {
  ProtocolAmendmentSigned,
  ProtocolAmendmentWithdrawn,
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingOverdueNoticed,
  ProtocolRectified,
  ProtocolSigned,
} from '../domain/events.ts';
import { forwardBy } from '../domain/forwarding.ts';
import { ofThisAct } from '../use-cases/on-act.ts';
import { noticeForwardingOverdue } from '../use-cases/notice-forwarding-overdue.ts';

interface Reminders {
  /** How many were given. */
  readonly reminded: number;
  /** When the next one was said to follow; absent before the first, and where it was given before that was remembered. */
  readonly nextOn?: string;
}

const REMINDER = 'reminder';
/** What says that both parties have signed an act. */
const SIGNED: readonly string[] = [ProtocolSigned.type, ProtocolAmendmentSigned.type];

/**
 * Has it noted that a signed act was not forwarded in time, then again at intervals, until it is forwarded. Once the time
 * of the later signature is rectified, the day by which it was to be forwarded is another (T2); a number or a hash changes
 * nothing of it. An instance is an act: a protocol, or an amendment, which needs not be forwarded once it is withdrawn.
 */
export const forwardingReminders = defineProcessManager<Reminders>({
  name: 'forwarding-reminders',
  gives: [noticeForwardingOverdue],
  keys: (event) => [amendmentIn(event) ?? idOf(event.stream)],
  on: [
    when([ProtocolSigned, ProtocolAmendmentSigned], (_none, event) => {
      // Nobody is reminded of what is loaded (P10): the report of what is not forwarded tells of it.
      if ('loaded' in event.data) return { state: undefined };
      return {
        state: { reminded: 0 },
        set: [remindOn(addDays(event.data.forwardBy ?? forwardBy(event.data.signedAt), 1), event, 1)],
      };
    }),
    when(ProtocolForwardingOverdueNoticed, (_state, event) => {
      const { nextOn, reminder } = event.data;
      return { state: { reminded: reminder, nextOn }, set: [remindOn(nextOn, event, reminder + 1)] };
    }),
    when(ProtocolRectified, (state, event) => {
      const { of, changes } = event.data;
      if (!state || !SIGNED.includes(of) || changes?.signedAt === undefined) return { state };
      const overdueFrom = addDays(changes.forwardBy ?? forwardBy(changes.signedAt), 1);
      const { reminded, nextOn = overdueFrom } = state;
      return { state, set: [remindOn(nextOn > overdueFrom ? nextOn : overdueFrom, event, reminded + 1)] };
    }),
    when([ProtocolForwardedToCentralOrganisation, ProtocolAmendmentWithdrawn], () => ({
      state: undefined,
      clear: [REMINDER],
    })),
  ],
});

/** The amendment that an event is about, where it is not the protocol itself. */
function amendmentIn({ data }: RecordedEvent): string | undefined {
  return (data as { readonly amendmentId?: string }).amendmentId;
}

function remindOn(day: string, event: RecordedEvent, reminder: number) {
  const whose = { protocolId: idOf(event.stream), ...ofThisAct(amendmentIn(event)) };
  const command = give(noticeForwardingOverdue, { ...whose, reminder });
  return { id: REMINDER, dueAt: midnightInRome(day), command };
}
