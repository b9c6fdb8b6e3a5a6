import type { Absent } from '#kernel/domain';
import { defineCommandOn, own } from '#use-cases';
import type { WaitlistEvent } from '../../domain/events/waitlist-events.ts';
import {
  ownerOfEntry,
  waitingEntry,
  waitingEntryOfAnother,
  waitingEntryRefusals,
  whose,
} from '../../domain/waitlist/waiting-entry.ts';
import { waitlist } from '../../domain/waitlist/waitlist.ts';
import type { Waitlist } from '../../domain/waitlist/waitlist-state.ts';
import { agendaId } from '../on-agenda.ts';
import { STAFF } from '../on-agenda-day.ts';
import { OnWaitingEntry } from './on-waiting-list.ts';

/** Takes somebody off the list; what they are offered is given up. */
export class LeaveWaitlist extends OnWaitingEntry {}

export const leaveWaitlist = defineCommandOn(waitlist)({
  input: LeaveWaitlist,
  summary: 'Takes somebody off the waiting list of an agenda; what they are offered is given up.',
  id: agendaId,
  by: [
    STAFF,
    own(
      (list: Waitlist | Absent, { entryId }: LeaveWaitlist) => ownerOfEntry(list, entryId),
      waitingEntryOfAnother,
      ({ entryId }) => ({ entryId }),
    ),
  ],
  in: ['OPEN'],
  refuses: [waitingEntryOfAnother, ...waitingEntryRefusals],
  prepare: async ({ entryId }, { principal }) => ({ entryId, isCitizen: principal.role === 'citizen' }),
  decide: ({ entryId, isCitizen }, state): WaitlistEvent[] => {
    const { list, entry } = waitingEntry(state, entryId);
    return [{ type: 'WaitlistLeft', data: { ...whose(list, entry), because: isCitizen ? 'GIVEN_UP' : 'TAKEN_OFF' } }];
  },
});
