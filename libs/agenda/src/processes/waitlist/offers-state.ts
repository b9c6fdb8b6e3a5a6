import type { Wish } from '../../domain/events/waitlist-events.ts';
import type { Channel } from '../../domain/vocabulary.ts';

/** Somebody who waits. */
export interface Waiting extends Wish {
  readonly entryId: string;
  readonly subject: string;
  readonly channel: Channel;
  /** What for; unknown of those that older versions remember. */
  readonly serviceId?: string;
  readonly turn: number;
  /** How many had joined with them. */
  readonly joined: number;
  /** Their appointment, if it was displaced. */
  readonly displaced?: { readonly appointmentId: string; readonly date: string };
  /** A place is being asked of them. */
  readonly asked?: true;
  /** The hold that they are offered. */
  readonly offer?: string;
}

/** A place that was freed, while it is asked of those who wait. */
export interface FreedPlace {
  /** Of what freed it. */
  readonly id: string;
  readonly date: string;
  /** RFC 3339; `endsAt` of the last slot. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly units: number;
  readonly internal?: true;
  /** When everybody is offered it. */
  readonly reofferAt: string;
  /** How many had joined when it was freed: those who joined later are not offered it. */
  readonly joined: number;
  /** Ids of the entries that it was asked of, in vain. */
  readonly tried: readonly string[];
  /** Id of the entry that it is being asked of. */
  readonly asked?: string;
}

/** What is offered and asked at one agenda. */
export interface Offers {
  /** How many have joined so far. */
  readonly joined: number;
  /** By the ids of their entries. */
  readonly waiting: Readonly<Record<string, Waiting>>;
  /** Appointments of the agenda that are displaced. */
  readonly displaced: readonly string[];
  /** The day from which each of them was displaced; unknown of those that older versions remember. */
  readonly displacedOn?: Readonly<Record<string, string>>;
  readonly places: readonly FreedPlace[];
  /** What is held for whom, by the ids of the holds. */
  readonly held: Readonly<Record<string, { readonly entryId: string; readonly date: string }>>;
}

export const EMPTY: Offers = { joined: 0, waiting: {}, displaced: [], places: [], held: {} };

/** True where nothing is waited for, and nothing under way. */
export function isEmpty({ waiting, displaced, places, held }: Offers): boolean {
  const isNone = (record: object): boolean => Object.keys(record).length === 0;
  return isNone(waiting) && isNone(held) && displaced.length === 0 && places.length === 0;
}

export function withEntry(state: Offers, entry: Waiting): Offers {
  return { ...state, waiting: { ...state.waiting, [entry.entryId]: entry } };
}

export function withoutEntry(state: Offers, entryId: string): Offers {
  const { [entryId]: _gone, ...waiting } = state.waiting;
  return { ...state, waiting };
}

/** With an appointment that is displaced from a day. */
export function withDisplaced(state: Offers, appointmentId: string, date: string): Offers {
  return {
    ...state,
    displaced: [...state.displaced.filter((id) => id !== appointmentId), appointmentId],
    displacedOn: { ...state.displacedOn, [appointmentId]: date },
  };
}

/** With an appointment that is displaced no longer. */
export function withoutDisplaced(state: Offers, appointmentId: string): Offers {
  const { [appointmentId]: _over, ...displacedOn } = state.displacedOn ?? {};
  return { ...state, displaced: state.displaced.filter((id) => id !== appointmentId), displacedOn };
}
