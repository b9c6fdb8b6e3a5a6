import { defineProcessManager, give, idOf, when } from '#kernel/domain';
import { addDays, midnightInRome } from '#italy';
import {
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingOverdueNoticed,
  ProtocolRectified,
  ProtocolSigned,
} from '../domain/events.ts';
import { forwardBy } from '../domain/forwarding.ts';
import { noticeForwardingOverdue } from '../use-cases/notice-forwarding-overdue.ts';

interface Reminders {
  /** How many were given. */
  readonly reminded: number;
  /** When the next one was said to follow; absent before the first, and where it was given before that was remembered. */
  readonly nextOn?: string;
}

const REMINDER = 'reminder';

/**
 * Has it noted that a signed protocol was not forwarded in time, then again at intervals, until it is forwarded. Once the
 * time of the later signature is rectified, the day by which it was to be forwarded is another (T2); a number or a hash
 * changes nothing of it.
 */
export const forwardingReminders = defineProcessManager<Reminders>({
  name: 'forwarding-reminders',
  gives: [noticeForwardingOverdue],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when(ProtocolSigned, (_none, { data }, protocolId) => ({
      state: { reminded: 0 },
      set: [remindOn(addDays(data.forwardBy ?? forwardBy(data.signedAt), 1), protocolId, 1)],
    })),
    when(ProtocolForwardingOverdueNoticed, (_state, { data: { nextOn, reminder } }, protocolId) => ({
      state: { reminded: reminder, nextOn },
      set: [remindOn(nextOn, protocolId, reminder + 1)],
    })),
    when(ProtocolRectified, (state, { data: { of, changes } }, protocolId) => {
      if (!state || of !== 'ProtocolSigned' || changes?.signedAt === undefined) return { state };
      const overdueFrom = addDays(changes.forwardBy ?? forwardBy(changes.signedAt), 1);
      const { reminded, nextOn = overdueFrom } = state;
      return { state, set: [remindOn(nextOn > overdueFrom ? nextOn : overdueFrom, protocolId, reminded + 1)] };
    }),
    when(ProtocolForwardedToCentralOrganisation, () => ({ state: undefined, clear: [REMINDER] })),
  ],
});

function remindOn(day: string, protocolId: string, reminder: number) {
  const command = give(noticeForwardingOverdue, { protocolId, reminder });
  return { id: REMINDER, dueAt: midnightInRome(day), command };
}
