import { IsUUID } from 'class-validator';
import { defineCommandOn } from '#use-cases';
import type { WaitlistEvent } from '../../domain/events/waitlist-events.ts';
import { offeredEntry, offeredEntryRefusals, whose } from '../../domain/waitlist/waiting-entry.ts';
import { waitlist } from '../../domain/waitlist/waitlist.ts';
import { agendaId } from '../on-agenda.ts';
import { ANY_LIST, OnWaitingEntry } from './on-waiting-list.ts';

/** Writes down that an offer was taken. */
export class AcceptOffer extends OnWaitingEntry {
  /** Id of the hold. */
  @IsUUID()
  readonly holdId!: string;

  /** Id of the appointment that the hold was booked for. */
  @IsUUID()
  readonly appointmentId!: string;
}

/** Whoever books the hold has accepted: it is decided on its day, where it may run out at the same time, and told here. */
export const acceptOffer = defineCommandOn(waitlist)({
  input: AcceptOffer,
  summary: 'Writes down that an offer of the waiting list was booked.',
  id: agendaId,
  by: [],
  in: ANY_LIST,
  refuses: offeredEntryRefusals,
  decide: ({ entryId, holdId, appointmentId }, state): WaitlistEvent[] => {
    const { list, entry } = offeredEntry(state, entryId, holdId);
    return [{ type: 'WaitlistAccepted', data: { ...whose(list, entry), holdId, appointmentId } }];
  },
});
