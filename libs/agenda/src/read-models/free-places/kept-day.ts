import { MINUTE_MS, type LocalDate } from '#italy';
import { freePlaces } from '../../domain/agenda-day/places.ts';
import type { Mode } from '../../domain/vocabulary.ts';
import type { AvailabilityDocument, SlotCount } from '../availability.ts';

/**
 * What is kept in memory of a day of an agenda: the slots of which a place is free or will be, without anything else. A
 * network has a hundred thousand such days ahead.
 */
export interface KeptDay {
  readonly agendaId: string;
  readonly date: LocalDate;
  readonly region: string;
  readonly province: string;
  readonly unit: string;
  readonly municipality: string | undefined;
  readonly modes: readonly Mode[];
  /** What may be booked; all of the line when undefined. */
  readonly services: readonly string[] | undefined;
  readonly noticeMinutes: number;
  readonly horizonDays: number;
  /** {@link FIELDS} numbers for each slot, in order: begin and end in minutes since the epoch, free publicly and in all. */
  readonly slots: Uint32Array;
  /** By place in the order of slots, those with places that cool. */
  readonly cooling: ReadonlyMap<number, SlotCount>;
  /** Position of the event that changed it last, as the document says it. */
  readonly at: string;
}

const FIELDS = 4;

/** A slot with free places. Times are minutes since the epoch. */
export interface FreeSlotOfDay {
  readonly day: KeptDay;
  readonly start: number;
  readonly end: number;
  readonly free: number;
}

/** Gives of equal texts always the same: each that is read of a document takes room of its own. */
export class SameTexts {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();

  text(one: string): string {
    const known = this.#texts.get(one);
    if (known === undefined) this.#texts.set(one, one);
    return known ?? one;
  }

  list<Text extends string>(some: readonly Text[]): readonly Text[] {
    const name = some.join();
    const known = this.#lists.get(name) as readonly Text[] | undefined;
    if (known === undefined) this.#lists.set(name, some);
    return known ?? some;
  }
}

const NOTHING_COOLS: ReadonlyMap<number, SlotCount> = new Map();

/** What is kept of a day. */
export function keepDay(document: AvailabilityDocument, same: SameTexts): KeptDay {
  const { noticeMinutes, horizonDays, at } = document;
  const open = document.slots.filter(({ capacity, taken }) => taken < capacity);
  const slots = new Uint32Array(open.length * FIELDS);
  const cooling = new Map<number, SlotCount>();
  for (const [place, slot] of open.entries()) {
    const cool = { ...slot, internalCapacity: slot.internalCapacity ?? 0, cooling: 0, coolingInternally: 0 };
    slots.set(
      [minutes(slot.startsAt), minutes(slot.endsAt), freePlaces(cool, false), freePlaces(cool, true)],
      place * FIELDS,
    );
    if (slot.cooling.length > 0) cooling.set(place, slot);
  }
  const { municipality, services } = document;
  return {
    agendaId: same.text(document.agendaId),
    date: same.text(document.date),
    region: same.text(document.region),
    province: same.text(document.province),
    unit: same.text(document.unit),
    municipality: municipality === undefined ? undefined : same.text(municipality),
    modes: same.list(document.modes),
    services: services && same.list(services),
    ...{ noticeMinutes, horizonDays, slots, at },
    cooling: cooling.size === 0 ? NOTHING_COOLS : cooling,
  };
}

function minutes(timestamp: string): number {
  return Date.parse(timestamp) / MINUTE_MS;
}

/** Of whom slots are asked for. */
export interface Taker {
  /** Through a channel of staff, for whom some places are kept. */
  readonly internal: boolean;
  /** How many slots that follow one another. */
  readonly units: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The slots of a day from which on so many may be taken now, in order: free, and far enough ahead.
 * @param from minutes since the epoch; slots before it are left out
 */
export function* freeSlotsOf(day: KeptDay, taker: Taker, from = 0): Generator<FreeSlotOfDay> {
  const { slots } = day;
  const earliest = Math.max(from, taker.now / MINUTE_MS + day.noticeMinutes);
  for (let place = 0; place * FIELDS < slots.length; place += 1) {
    const start = numberAt(slots, place * FIELDS);
    if (start < earliest) continue;
    const run = runFrom(day, place, taker);
    if (run) yield { day, start, ...run };
  }
}

/** How many places are free from a slot on, in each of so many that follow one another; undefined where one has none. */
function runFrom(
  day: KeptDay,
  first: number,
  taker: Taker,
): { readonly end: number; readonly free: number } | undefined {
  const { slots } = day;
  let free = Infinity;
  let end = numberAt(slots, first * FIELDS);
  for (let place = first; place < first + taker.units; place += 1) {
    if (place * FIELDS >= slots.length || numberAt(slots, place * FIELDS) !== end) return undefined;
    free = Math.min(free, freeAt(day, place, taker));
    if (free === 0) return undefined;
    end = numberAt(slots, place * FIELDS + 1);
  }
  return { end, free };
}

function freeAt({ slots, cooling }: KeptDay, place: number, { internal, now }: Taker): number {
  const cools = cooling.size === 0 ? undefined : cooling.get(place);
  return cools ? freeOf(cools, now, internal) : numberAt(slots, place * FIELDS + (internal ? 3 : 2));
}

/**
 * How many places of a slot may be taken, as its read model tells.
 * @param now milliseconds since the epoch
 * @param internal through a channel of staff
 */
export function freeOf({ cooling, internalCapacity = 0, ...slot }: SlotCount, now: number, internal: boolean): number {
  const notYet = cooling.filter(({ until }) => Date.parse(until) > now);
  const coolingInternally = notYet.filter((place) => place.internal).length;
  return freePlaces({ ...slot, internalCapacity, cooling: notYet.length, coolingInternally }, internal);
}

function numberAt(numbers: Uint32Array, place: number): number {
  return numbers[place] ?? 0;
}
