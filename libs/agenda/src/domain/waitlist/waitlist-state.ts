import type { Absent, Recording, Sealed } from '#kernel/domain';
import type { Citizen } from '../events/agenda-day-events.ts';
import type { WaitlistEvent, Wish } from '../events/waitlist-events.ts';
import { isByOffice, type Channel, type LeftByOffice, type Territory } from '../vocabulary.ts';

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
  /** When they joined; RFC 3339. */
  readonly joinedAt: string;
  /** How many offers they have not taken. */
  readonly untaken: number;
  /** The hold that they are offered, while they are. */
  readonly offer?: string;
}

/** Somebody who waits no longer, and how that ended. */
export interface OverEntry {
  readonly subject: string;
  readonly how: 'ACCEPTED' | 'LEFT';
  /** Of whose waiting the office has ended, until they wait again. */
  readonly byOffice?: EndedByOffice;
}

/** What a mail tells of, and what is put back where it is undone. */
export interface EndedByOffice {
  /** As it was. */
  readonly entry: WaitingEntry;
  readonly because: LeftByOffice;
  /** RFC 3339. */
  readonly at: string;
}

/** The waiting list of one agenda. `evolve` changes it in place: it goes on as long as the agenda does. */
export interface Waitlist {
  readonly status: 'OPEN';
  readonly agendaId: string;
  territory: Territory;
  readonly entries: Map<string, WaitingEntry>;
  /** What became of those who wait no longer. */
  readonly over: Map<string, OverEntry>;
  /** By person, the entry that the office has ended and that may be had back: until they join again. */
  readonly restorable: Map<string, string>;
  /** The last turn that was given. */
  turns: number;
}

/** The list after one more event. The log holds what the rules let in: each event finds its entry. */
export function evolveWaitlist(
  before: Waitlist | Absent,
  event: WaitlistEvent,
  at?: Pick<Recording, 'recordedAt'>,
): Waitlist {
  if (!at) throw new TypeError(`${event.type}: a waiting list is told by when it was written, too`);
  const { recordedAt } = at;
  if (event.type === 'WaitlistJoined') return joined(before, event.data, recordedAt);
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
      end(list, entry, 'LEFT');
      if (isByOffice(event.data.because)) {
        const byOffice = { entry: withoutOffer(entry), because: event.data.because, at: recordedAt };
        list.over.set(entryId, { subject: entry.subject, how: 'LEFT', byOffice });
        // Who was displaced waits with their appointment.
        if (!entry.displaced) list.restorable.set(entry.subject, entryId);
      }
      break;
    case 'WaitlistPassedOver':
      break;
  }
  return list;
}

type Joined = Extract<WaitlistEvent, { type: 'WaitlistJoined' }>['data'];

function joined(known: Waitlist | Absent, data: Joined, recordedAt: string): Waitlist {
  const { agendaId, region, province, unit, entryId, subject, channel, turn, mode, units } = data;
  const { serviceId, from, until, displaced, restores, notified, citizen } = data;
  const territory = { region, province, unit };
  const list: Waitlist =
    known.status === 'ABSENT'
      ? { status: 'OPEN', agendaId, territory, entries: new Map(), over: new Map(), restorable: new Map(), turns: 0 }
      : known;
  list.territory = territory;
  list.turns = Math.max(list.turns, turn);
  const before = restores && list.over.get(restores.entryId)?.byOffice?.entry;
  const untaken = restores?.untaken ?? before?.untaken ?? 0;
  // Once: they wait again under this entry.
  if (restores) list.over.set(restores.entryId, { subject, how: 'LEFT' });
  if (!displaced) list.restorable.delete(subject);
  list.entries.set(entryId, {
    ...{ entryId, subject, channel, serviceId, turn, mode, units, untaken },
    joinedAt: restores?.joinedAt ?? recordedAt,
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

function end({ entries, over }: Waitlist, { entryId, subject }: WaitingEntry, how: OverEntry['how']): void {
  entries.delete(entryId);
  over.set(entryId, { subject, how });
}
