import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import type { WaitlistEvent } from '../domain/events/waitlist-events.ts';

interface Entry {
  readonly entryId: string;
  readonly agendaId: string;
  readonly units: number;
  readonly isDisplaced: boolean;
  turn: number;
  /** The hold that is offered. */
  offer?: string;
  isOver: boolean;
  /** Place in the log of its first and of its last event. */
  readonly joinedAt: number;
  changedAt: number;
}

type Held = Extract<AgendaDayEvent, { type: 'SlotHeld' }>['data'];

interface Offered {
  readonly entryId: string;
  readonly units: number;
  /** Place in the log of what freed the place. */
  readonly freedAt: number;
  isBooked: boolean;
}

/**
 * Folds the events of waiting lists and of their days by itself, in the order of the log, without the code under test, and
 * looks after each that the order of the lists is kept: whoever is offered a place, nobody else waited for whom it would have
 * done just as well, who comes before, and was not asked. The wishes here name no days.
 */
export class LedgerOfWaiting {
  readonly #entries = new Map<string, Entry>();
  readonly #offers = new Map<string, Offered>();
  /** By agenda and moment of the new offer: where in the log the place was freed. */
  readonly #freed = new Map<string, number>();
  readonly #turns = new Map<string, number>();
  /** Types of what has happened. */
  readonly seen = new Set<WaitlistEvent['type']>();
  #at = 0;

  /** Who waits, and at which agenda. */
  get waiting(): readonly Pick<Entry, 'entryId' | 'agendaId' | 'isDisplaced'>[] {
    return [...this.#entries.values()].filter(({ isOver }) => !isOver);
  }

  /** Tells whether a hold is an offer that somebody has. */
  isOffered(holdId: string): boolean {
    const offer = this.#offers.get(holdId);
    return offer !== undefined && this.#entries.get(offer.entryId)?.offer === holdId;
  }

  /** What of a day plays a part in the order of a list. */
  enterOfDay({ type, data }: AgendaDayEvent): void {
    this.#at += 1;
    const { agendaId } = data;
    if ('reofferAt' in data) {
      const freed = `${agendaId} ${data.reofferAt ?? ''}`;
      if (type !== 'SlotHeld') this.#freed.set(freed, this.#at);
      else if (data.offer) this.#offered(data, this.#freed.get(freed));
    }
    if ((type === 'AppointmentBooked' || type === 'AppointmentRescheduled') && data.holdId !== undefined) {
      const offer = this.#offers.get(data.holdId);
      if (offer) offer.isBooked = true;
    }
  }

  #offered({ holdId, waitlistEntryId: entryId = '', units }: Held, freedAt: number | undefined): void {
    expect([holdId, freedAt]).toEqual([holdId, expect.any(Number)]);
    this.#offers.set(holdId, { entryId, units, freedAt: freedAt!, isBooked: false });
  }

  enter({ type, data }: WaitlistEvent): void {
    this.#at += 1;
    this.seen.add(type);
    if (type === 'WaitlistTransferred') return;
    if (type === 'WaitlistJoined') {
      const { entryId, agendaId, units, turn, displaced } = data;
      this.#last(agendaId, turn);
      const when = { joinedAt: this.#at, changedAt: this.#at };
      this.#entries.set(entryId, {
        ...{ entryId, agendaId, units, turn, isDisplaced: displaced !== undefined, isOver: false, ...when },
      });
      return;
    }
    const entry = this.#entries.get(data.entryId);
    // Whoever has left meanwhile may still be said to have been passed over, and nothing else.
    if (type === 'WaitlistPassedOver' && entry?.isOver !== false) return;
    if (entry?.isOver !== false) throw new Error(`${type} of ${data.entryId}, who waits no longer`);
    switch (type) {
      case 'WaitlistOffered':
        this.#checkOffered(entry, data.holdId);
        entry.offer = data.holdId;
        break;
      case 'WaitlistOfferExpired':
        this.#overIs(entry, data.holdId);
        if (data.turn !== undefined) this.#last(data.agendaId, (entry.turn = data.turn));
        break;
      case 'WaitlistOfferWithdrawn':
        this.#overIs(entry, data.holdId);
        break;
      case 'WaitlistAccepted':
        expect(this.#offers.get(data.holdId)).toMatchObject({ entryId: entry.entryId, isBooked: true });
        entry.isOver = true;
        break;
      case 'WaitlistLeft':
        entry.isOver = true;
        break;
      case 'WaitlistPassedOver':
    }
    entry.changedAt = this.#at;
  }

  /** Whoever joins, or left an offer untaken, comes after everybody. */
  #last(agendaId: string, turn: number): void {
    expect(turn).toBeGreaterThan(this.#turns.get(agendaId) ?? 0);
    this.#turns.set(agendaId, turn);
  }

  #overIs(entry: Entry, holdId: string): void {
    expect([entry.entryId, entry.offer]).toEqual([entry.entryId, holdId]);
    delete entry.offer;
  }

  #checkOffered(entry: Entry, holdId: string): void {
    const { entryId, agendaId } = entry;
    const offer = this.#offers.get(holdId);
    // One offer at a time, and of what is held for nobody else.
    expect([entryId, entry.offer, offer?.entryId]).toEqual([entryId, undefined, entryId]);
    if (!offer) return;
    const skipped = this.waiting.filter((one) => {
      const other = this.#entries.get(one.entryId)!;
      const isThere = other !== entry && other.agendaId === agendaId && other.joinedAt < offer.freedAt;
      const wouldDo = other.units <= offer.units && other.offer === undefined;
      // Somebody who was asked since then, of whatever place, is not asked of this one at the same time.
      return isThere && wouldDo && other.changedAt < offer.freedAt && comesBefore(other, entry);
    });
    expect(skipped).toEqual([]);
    expect(entry.joinedAt).toBeLessThan(offer.freedAt);
  }
}

function comesBefore(one: Entry, other: Entry): boolean {
  return one.isDisplaced === other.isDisplaced ? one.turn < other.turn : one.isDisplaced;
}
