import { Equals, IsOptional, IsUUID } from 'class-validator';
import { toTimestamp } from '#kernel/domain';
import { defineCommandOn, fact, IsInstant, IsRealDate } from '#use-cases';
import { agendaDay, agendaDayId } from '../../domain/agenda-day/agenda-day.ts';
import { isThere } from '../../domain/agenda-day/offered-slots.ts';
import type { WaitlistEvent } from '../../domain/events/waitlist-events.ts';
import { whose } from '../../domain/waitlist/waiting-entry.ts';
import { waitlist } from '../../domain/waitlist/waitlist.ts';
import { agendaId } from '../on-agenda.ts';
import { OnWaitingEntry } from './on-waiting-list.ts';

/** Writes down whether a place was held for somebody on the list. */
export class SettleOffer extends OnWaitingEntry {
  /** yyyy-mm-dd, in Rome. */
  @IsRealDate()
  readonly date!: string;

  /** Id that the hold was to have. */
  @IsUUID()
  readonly holdId!: string;

  /** Id of the person. */
  @IsUUID()
  readonly subject!: string;

  /** Of the first slot. */
  @IsInstant()
  readonly startsAt!: string;

  /** When the place would be offered to everyone, if it was freed. */
  @IsOptional()
  @IsInstant()
  readonly reofferAt?: string;

  /** True where it is one of those that are kept for staff. */
  @IsOptional()
  @Equals(true)
  readonly internal?: true;
}

/**
 * The second step of an offer: the hold is decided on its day, and told here. Whatever happened to either side meanwhile, the
 * list says what came of it, so that the next is asked.
 */
export const settleOffer = defineCommandOn(waitlist)({
  input: SettleOffer,
  summary: 'Writes down whether a place was held for somebody on the waiting list.',
  id: agendaId,
  by: [],
  in: ['OPEN'],
  // A day that has gone on since it was looked at knows more, which is right as well.
  needs: {
    day: fact(
      agendaDay,
      ({ agendaId: id, date }: SettleOffer) => agendaDayId(id, date),
      (day) => day,
    ),
  },
  decide: (wanted, list, { day, now }): WaitlistEvent[] => {
    const { agendaId: id, entryId, holdId, subject, date, startsAt, reofferAt, internal = false } = wanted;
    const entry = list.entries.get(entryId);
    const hold = day.status === 'ABSENT' ? undefined : day.holds.get(holdId);
    if (!entry) {
      // What was held for who left just then is released by whoever sees both.
      if (hold) return [];
      const because = 'WAITS_NO_LONGER';
      return [{ type: 'WaitlistPassedOver', data: { agendaId: id, entryId, subject, date, startsAt, because } }];
    }
    if (entry.offer === holdId) return [];
    if (!hold) {
      // While it is there for somebody, the reason is theirs: the next is asked.
      const because = isThere({ startsAt, reofferAt, internal }, day, now) ? 'PERSON_NOT_FREE' : 'PLACE_GONE';
      return [{ type: 'WaitlistPassedOver', data: { ...whose(list, entry), date, startsAt, because } }];
    }
    const { start, units } = hold;
    const place = { date, start, startsAt, endsAt: toTimestamp(hold.endsAt), units };
    const { displaced, notified } = entry;
    const told = { ...(displaced ? { displaced } : {}), ...(notified ? { notified } : {}) };
    const whom = { ...whose(list, entry), ...told };
    return [{ type: 'WaitlistOffered', data: { ...whom, holdId, ...place, expiresAt: toTimestamp(hold.expiresAt) } }];
  },
});
