import { ArrayMaxSize, ArrayMinSize, IsArray, IsUUID } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, fact, IsOneOf } from '#use-cases';
import { agenda } from '../../domain/agenda/agenda.ts';
import { isOffered } from '../../domain/delivered-services.ts';
import type { WaitlistEvent } from '../../domain/events/waitlist-events.ts';
import { whose } from '../../domain/waitlist/waiting-entry.ts';
import { waitlist } from '../../domain/waitlist/waitlist.ts';
import { isByOffice, WAITING_LEFT_BECAUSE, type WaitingLeftBecause } from '../../domain/vocabulary.ts';
import { agendaId, OnAgenda } from '../on-agenda.ts';
import { ANY_LIST } from './on-waiting-list.ts';

/** Most entries in one command, and one append: more are taken off by several. */
export const MOST_AT_ONCE = 200;

/** Takes entries off the list, as the agenda closed or offers its service no longer, their person was erased, or they need no place any more. */
export class EndWaiting extends OnAgenda {
  /** Ids of the entries; those that are over already are left as they are. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_AT_ONCE)
  @IsUUID(undefined, { each: true })
  readonly entryIds!: string[];

  @IsOneOf(WAITING_LEFT_BECAUSE, 'WaitingLeftBecause')
  readonly because!: WaitingLeftBecause;
}

const refuse = defineRefusals({
  NOBODY_WAITS: ['None of these waits any more: nothing is left to do.', 'already-so'],
});

export const endWaiting = defineCommandOn(waitlist)({
  input: EndWaiting,
  summary: 'Takes entries off a waiting list, as something else has ended them.',
  id: agendaId,
  by: [],
  in: ANY_LIST,
  needs: {
    // It may be offered again by now, as the policy runs behind: then nobody is told that it is not.
    offering: fact(
      agenda,
      ({ agendaId: id, because }: EndWaiting) => (because === 'SERVICE_NOT_OFFERED' ? id : undefined),
      (state) => (state.status === 'ABSENT' ? undefined : state.profile),
    ),
  },
  refuses: [refuse],
  decide: ({ entryIds, because }, list, { offering }): WaitlistEvent[] => {
    const waiting = list.status === 'ABSENT' ? [] : entryIds.flatMap((id) => list.entries.get(id) ?? []);
    const entries = waiting.filter(({ serviceId }) => !offering || !isOffered(serviceId, offering));
    if (list.status === 'ABSENT' || entries.length === 0) throw refuse.NOBODY_WAITS();
    return entries.map((entry) => {
      // Who was displaced has been told of that, and waits on with their appointment.
      const isTold = isByOffice(because) && entry.notified && !entry.displaced;
      return { type: 'WaitlistLeft', data: { ...whose(list, entry), because, ...(isTold ? { notified: true } : {}) } };
    });
  },
});
