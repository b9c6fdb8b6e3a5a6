import { ArrayMaxSize, ArrayMinSize, IsArray, IsUUID } from 'class-validator';
import { defineRefusals, deriveId, toTimestamp } from '#kernel/domain';
import { defineCommandOn, fact } from '#use-cases';
import { agenda } from '../../domain/agenda/agenda.ts';
import { openUntilAfter } from '../../domain/agenda-day/derived.ts';
import { isOffered } from '../../domain/delivered-services.ts';
import type { WaitlistEvent } from '../../domain/events/waitlist-events.ts';
import type { WaitingEntry } from '../../domain/waitlist/waitlist-state.ts';
import { waitlist } from '../../domain/waitlist/waitlist.ts';
import { agendaId, OnAgenda } from '../on-agenda.ts';
import { displacedDays } from '../on-agenda-day.ts';
import { MOST_AT_ONCE } from './end-waiting.ts';
import { ANY_LIST } from './on-waiting-list.ts';

/** Puts those back on the list who waited for what was offered no longer, and is offered again. */
export class RestoreWaiting extends OnAgenda {
  /** Ids of the entries that were ended; those that cannot be had back are left as they are. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_AT_ONCE)
  @IsUUID(undefined, { each: true })
  readonly entryIds!: string[];
}

const refuse = defineRefusals({
  NOBODY_TO_RESTORE: ['None of these is to be put back on the list: nothing is left to do.', 'already-so'],
});

/**
 * As a displaced appointment has its place again once it is there (A7), who waited has their turn again (A9): for as long as a
 * displacement is kept open, and unless they have joined anew or the days that would do are over. Who was displaced waits
 * with their appointment.
 */
export const restoreWaiting = defineCommandOn(waitlist)({
  input: RestoreWaiting,
  summary: 'Puts those back on a waiting list, at their turns, whose service is offered there again.',
  id: agendaId,
  by: [],
  in: ANY_LIST,
  needs: {
    offering: fact(
      agenda,
      ({ agendaId: id }: RestoreWaiting) => id,
      (state) => (state.status === 'OPEN' ? state.profile : undefined),
    ),
    openDays: displacedDays,
  },
  refuses: [refuse],
  decide: ({ agendaId: id, entryIds }, list, { offering, openDays, now, today, commandId }): WaitlistEvent[] => {
    if (list.status === 'ABSENT' || !offering) throw refuse.NOBODY_TO_RESTORE();
    const { serviceLine } = offering;
    const restored = [...new Set(entryIds)]
      .flatMap((entryId) => list.over.get(entryId)?.byOffice ?? [])
      .filter(
        ({ because, at }) =>
          because === 'SERVICE_NOT_OFFERED' && toTimestamp(now) < openUntilAfter(openDays, Date.parse(at)),
      )
      .map(({ entry }) => entry)
      .filter(({ serviceId, until = today }) => isOffered(serviceId, offering) && until >= today)
      // Who has joined since has their turn by that, or had it: a person waits once.
      .filter(({ subject, entryId }) => list.restorable.get(subject) === entryId);
    if (restored.length === 0) throw refuse.NOBODY_TO_RESTORE();
    return restored.map((entry) => ({
      type: 'WaitlistJoined',
      data: {
        ...{ ...entryOf(entry), agendaId: id, ...list.territory, serviceLine },
        entryId: deriveId('WaitlistEntry', `${commandId} ${entry.entryId}`),
        restores: { entryId: entry.entryId, joinedAt: entry.joinedAt, untaken: entry.untaken },
      },
    }));
  },
});

/** What an entry takes along. */
function entryOf({ untaken: _untaken, joinedAt: _joinedAt, ...entry }: WaitingEntry) {
  return entry;
}
