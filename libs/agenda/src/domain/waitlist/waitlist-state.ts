import type { Absent, Sealed } from '#kernel/domain';
import type { Citizen } from '../events/agenda-day-events.ts';
import type { WaitlistEvent, Wish } from '../events/waitlist-events.ts';
import type { Channel, Territory } from '../vocabulary.ts';

/** Somebody who waits for a place. */
export interface WaitingEntry extends Wish {
  readonly entryId: string;
  readonly subject: string;
  readonly channel: Channel;
  /** What they come for. */
  readonly serviceId: string;
  /** Whether they are told by mail. */
  readonly notified?: true;
  /** Place in the line, among those who were displaced or among the others. */
  readonly turn: number;
  readonly displaced?: { readonly appointmentId: string; readonly date: string };
  readonly citizen?: Sealed<Citizen>;
  /** How many offers they have not taken. */
  readonly untaken: number;
  /** The hold that they are offered, while they are. */
  readonly offer?: string;
}

/** Somebody who waits no longer, and how that ended. */
export interface OverEntry {
  readonly subject: string;
  readonly how: 'ACCEPTED' | 'LEFT';
  /** The entry as it was, of whom a mail tells that it is over. */
  readonly told?: WaitingEntry;
}

/** The waiting list of one agenda. `evolve` changes it in place: it goes on as long as the agenda does. */
export interface Waitlist {
  readonly status: 'OPEN';
  readonly agendaId: string;
  territory: Territory;
  readonly entries: Map<string, WaitingEntry>;
  /** What became of those who wait no longer. */
  readonly over: Map<string, OverEntry>;
  /** The last turn that was given. */
  turns: number;
}

/** The list after one more event. The log holds what the rules let in: each event finds its entry. */
export function evolveWaitlist(before: Waitlist | Absent, event: WaitlistEvent): Waitlist {
  if (event.type === 'WaitlistJoined') return joined(before, event.data);
  const list = before as Waitlist;
  if (event.type === 'WaitlistTransferred') {
    const { region, province, unit } = event.data;
    list.territory = { region, province, unit };
    return list;
  }
  const { entryId } = event.data;
  const entry = list.entries.get(entryId);
  if (!entry) return list;
  switch (event.type) {
    case 'WaitlistOffered':
      list.entries.set(entryId, { ...entry, offer: event.data.holdId });
      break;
    case 'WaitlistOfferExpired': {
      const { turn = entry.turn } = event.data;
      list.entries.set(entryId, { ...withoutOffer(entry), turn, untaken: entry.untaken + 1 });
      list.turns = Math.max(list.turns, turn);
      break;
    }
    case 'WaitlistOfferWithdrawn':
      list.entries.set(entryId, withoutOffer(entry));
      break;
    case 'WaitlistAccepted':
      end(list, entry, 'ACCEPTED');
      break;
    case 'WaitlistLeft':
      end(list, entry, 'LEFT', event.data.notified);
      break;
    case 'WaitlistPassedOver':
      break;
  }
  return list;
}

type Joined = Extract<WaitlistEvent, { type: 'WaitlistJoined' }>['data'];

function joined(before: Waitlist | Absent, data: Joined): Waitlist {
  const { agendaId, region, province, unit, entryId, subject, channel, turn, mode, units } = data;
  const { serviceId, from, until, displaced, notified, citizen } = data;
  const territory = { region, province, unit };
  const list: Waitlist =
    before.status === 'ABSENT'
      ? { status: 'OPEN', agendaId, territory, entries: new Map(), over: new Map(), turns: 0 }
      : before;
  list.territory = territory;
  list.turns = turn;
  list.entries.set(entryId, {
    ...{ entryId, subject, channel, serviceId, turn, mode, units, untaken: 0 },
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(displaced === undefined ? {} : { displaced }),
    ...(notified === undefined ? {} : { notified }),
    ...(citizen === undefined ? {} : { citizen }),
  });
  return list;
}

function withoutOffer({ offer: _over, ...entry }: WaitingEntry): WaitingEntry {
  return entry;
}

function end({ entries, over }: Waitlist, entry: WaitingEntry, how: OverEntry['how'], isTold = false): void {
  const { entryId, subject } = entry;
  entries.delete(entryId);
  over.set(entryId, { subject, how, ...(isTold ? { told: entry } : {}) });
}
