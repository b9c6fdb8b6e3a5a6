import { IsUUID } from 'class-validator';
import { defineCommandOn, IsOneOf, setting } from '#use-cases';
import { agendaSettings } from '../../agenda-settings.ts';
import type { WaitlistEvent } from '../../domain/events/waitlist-events.ts';
import { offeredEntry, offeredEntryRefusals, whose } from '../../domain/waitlist/waiting-entry.ts';
import { waitlist } from '../../domain/waitlist/waitlist.ts';
import { OFFER_ENDS, type OfferEnd } from '../../domain/vocabulary.ts';
import { agendaId } from '../on-agenda.ts';
import { ANY_LIST, OnWaitingEntry } from './on-waiting-list.ts';

/** Writes down that an offer came to nothing. */
export class EndOffer extends OnWaitingEntry {
  /** Id of the hold. */
  @IsUUID()
  readonly holdId!: string;

  @IsOneOf(OFFER_ENDS, 'OfferEnd')
  readonly how!: OfferEnd;
}

/** After an offer that came to nothing one goes to the end, and by the last of those that are allowed one leaves (A9). */
export const endOffer = defineCommandOn(waitlist)({
  input: EndOffer,
  summary: 'Writes down that an offer of the waiting list came to nothing.',
  id: agendaId,
  by: [],
  in: ANY_LIST,
  needs: { mostUntaken: setting(agendaSettings, ({ offersUntaken }) => offersUntaken) },
  refuses: offeredEntryRefusals,
  decide: ({ entryId, holdId, how }, state, { mostUntaken }): WaitlistEvent[] => {
    const { list, entry } = offeredEntry(state, entryId, holdId);
    const offer = { ...whose(list, entry), holdId };
    if (how === 'WITHDRAWN') return [{ type: 'WaitlistOfferWithdrawn', data: offer }];
    if (entry.untaken + 1 < mostUntaken) {
      return [{ type: 'WaitlistOfferExpired', data: { ...offer, because: how, turn: list.turns + 1 } }];
    }
    return [
      { type: 'WaitlistOfferExpired', data: { ...offer, because: how } },
      { type: 'WaitlistLeft', data: { ...whose(list, entry), because: 'OFFERS_NOT_TAKEN' } },
    ];
  },
});
