import { defineProcessManager, give, idOf, when } from '#kernel/domain';
import { addDays, midnightInRome } from '#italy';
import {
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingOverdueNoticed,
  ProtocolSigned,
} from '../domain/events.ts';
import { forwardBy } from '../domain/forwarding.ts';
import { noticeForwardingOverdue } from '../use-cases/notice-forwarding-overdue.ts';

interface Reminders {
  /** How many were given. */
  readonly reminded: number;
}

const REMINDER = 'reminder';

/** Has it noted that a signed protocol was not forwarded in time, then again at intervals, until it is forwarded. */
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
      state: { reminded: reminder },
      set: [remindOn(nextOn, protocolId, reminder + 1)],
    })),
    when(ProtocolForwardedToCentralOrganisation, () => ({ state: undefined, clear: [REMINDER] })),
  ],
});

function remindOn(day: string, protocolId: string, reminder: number) {
  const command = give(noticeForwardingOverdue, { protocolId, reminder });
  return { id: REMINDER, dueAt: midnightInRome(day), command };
}
