import { defineRefusal, defineRefusals, type Absent } from '#kernel/domain';
import type { WaitingEntry, Waitlist } from './waitlist-state.ts';

export const waitingEntryUnknown = defineRefusal(
  'WAITING_ENTRY_UNKNOWN',
  'The waiting list has no entry under this id: look it up among those of the agenda or of the person.',
  'not-found',
);
export const waitingEntryOfAnother = defineRefusal(
  'WAITING_ENTRY_OF_ANOTHER_PERSON',
  'This entry belongs to another person: name one of your own.',
  'forbidden',
);
const refuse = defineRefusals({
  WAITING_ALREADY_OVER: [
    'The person waits no longer, as they left the list or took a place: nothing is left to do.',
    'already-so',
  ],
  OFFER_NOT_OPEN: ['The person is offered no such place any more: nothing is left to do.', 'already-so'],
});

/** What {@link waitingEntry} refuses. */
export const waitingEntryRefusals = [waitingEntryUnknown, refuse.WAITING_ALREADY_OVER];

/**
 * An entry that waits, or is offered a place.
 * @throws DomainError WAITING_ENTRY_UNKNOWN (not-found) | WAITING_ALREADY_OVER (already-so)
 */
export function waitingEntry(list: Waitlist | Absent, entryId: string): { list: Waitlist; entry: WaitingEntry } {
  if (list.status === 'ABSENT') throw waitingEntryUnknown({ entryId });
  const entry = list.entries.get(entryId);
  if (entry) return { list, entry };
  throw list.over.has(entryId) ? refuse.WAITING_ALREADY_OVER({ entryId }) : waitingEntryUnknown({ entryId });
}

/** What {@link offeredEntry} refuses. */
export const offeredEntryRefusals = [...waitingEntryRefusals, refuse.OFFER_NOT_OPEN];

/**
 * An entry that is offered this hold.
 * @throws DomainError WAITING_ENTRY_UNKNOWN (not-found) | WAITING_ALREADY_OVER | OFFER_NOT_OPEN (already-so)
 */
export function offeredEntry(
  state: Waitlist | Absent,
  entryId: string,
  holdId: string,
): { list: Waitlist; entry: WaitingEntry } {
  const { list, entry } = waitingEntry(state, entryId);
  if (entry.offer !== holdId) throw refuse.OFFER_NOT_OPEN({ entryId });
  return { list, entry };
}

/**
 * Whose entry it is or was.
 * @throws DomainError WAITING_ENTRY_UNKNOWN (not-found)
 */
export function ownerOfEntry(list: Waitlist | Absent, entryId: string): string {
  const entry = list.status === 'ABSENT' ? undefined : (list.entries.get(entryId) ?? list.over.get(entryId));
  if (!entry) throw waitingEntryUnknown({ entryId });
  return entry.subject;
}

/** How events say whose entry it is. */
export function whose({ agendaId }: Waitlist, { entryId, subject }: WaitingEntry) {
  return { agendaId, entryId, subject };
}
