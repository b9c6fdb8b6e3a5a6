import { defineRefusals, toTimestamp } from '#kernel/domain';
import type { LocalTime } from '#italy';
import type { AgendaDay, SlotPlaces, Taking } from './day-state.ts';

/** The slots that a hold or an appointment takes, in order; those that the plan no longer has are left out. */
export function takenSlots(
  state: AgendaDay,
  { startsAt, endsAt }: Pick<Taking, 'startsAt' | 'endsAt'>,
): readonly SlotPlaces[] {
  const first = state.slotAt.get(startsAt);
  if (first === undefined) return [];
  const slots: SlotPlaces[] = [];
  for (let index = first; index < state.slots.length; index += 1) {
    const slot = state.slots[index];
    if (!slot || slot.endsAt > endsAt) break;
    slots.push(slot);
  }
  return slots;
}

/** Freed places that are not offered yet. */
export function coolingAt(slot: SlotPlaces, now: number): number {
  let count = 0;
  for (const { until } of slot.cooling) if (until > now) count += 1;
  return count;
}

/** What of a slot decides how many of its places are free. */
interface Places {
  readonly capacity: number;
  readonly internalCapacity: number;
  readonly taken: number;
  readonly takenInternally: number;
  /** Freed places that are not offered yet, and those of them that had been taken internally. */
  readonly cooling: number;
  readonly coolingInternally: number;
}

/**
 * How many places may be taken now: through channels of staff all that are free, through others those of them alone that
 * are not kept for staff.
 */
export function freePlaces(places: Places, internal: boolean): number {
  const { capacity, internalCapacity, taken, takenInternally, cooling, coolingInternally } = places;
  const free = capacity - taken - cooling;
  const takenByPublic = taken - takenInternally + cooling - coolingInternally;
  return Math.max(0, internal ? free : Math.min(free, capacity - internalCapacity - takenByPublic));
}

/**
 * How many places of a slot may be taken now.
 * @param now milliseconds since the epoch
 */
export function freeIn(slot: SlotPlaces, now: number, internal: boolean): number {
  const cooling = slot.cooling.filter(({ until }) => until > now);
  const coolingInternally = cooling.filter((place) => place.internal).length;
  return freePlaces({ ...slot, cooling: cooling.length, coolingInternally }, internal);
}

/** Consecutive slots that someone wants. */
export interface WantedSlots {
  readonly first: SlotPlaces;
  /** All of them, in order. */
  readonly slots: readonly SlotPlaces[];
  readonly startsAt: string;
  readonly endsAt: string;
}

const refuse = defineRefusals({
  SLOTS_NOT_CONSECUTIVE:
    'From {start} on only {available} of the {units} slots follow one another: take fewer, or begin elsewhere.',
  SLOT_FULL: [
    'All places at {start} are taken, kept for desks, or freed and not offered again yet: choose another slot, or come back later.',
    'conflict',
  ],
});

export const placeRefusals = [refuse.SLOTS_NOT_CONSECUTIVE, refuse.SLOT_FULL];

/** The slot of the day that starts at a time of its wall clock, if it has one. */
export function slotStartingAt({ slots }: AgendaDay, start: LocalTime): SlotPlaces | undefined {
  return slots.find((slot) => slot.start === start);
}

/**
 * The slots from one on.
 * @param first a slot of the day
 * @throws DomainError SLOTS_NOT_CONSECUTIVE when another does not follow at once
 */
export function slotsFrom({ slots: all }: AgendaDay, first: SlotPlaces, units: number): WantedSlots {
  const { start } = first;
  const index = all.indexOf(first);
  const slots = all.slice(index, index + units);
  const gap = slots.findIndex((slot, place) => place > 0 && slot.startsAt !== slots[place - 1]?.endsAt);
  if (slots.length < units || gap >= 0) {
    throw refuse.SLOTS_NOT_CONSECUTIVE({ start, units, available: gap >= 0 ? gap : slots.length });
  }
  const last = slots.at(-1) ?? first;
  return { first, slots, startsAt: toTimestamp(first.startsAt), endsAt: toTimestamp(last.endsAt) };
}

/**
 * Refuses slots of which one has no free place: taken, kept for staff, or freed and not offered again yet.
 * @param internal through a channel of staff
 * @throws DomainError SLOT_FULL (conflict)
 */
export function refuseFull({ slots }: WantedSlots, now: number, internal: boolean): void {
  for (const slot of slots) {
    if (freeIn(slot, now, internal) > 0) continue;
    const { start, capacity, taken, internalCapacity: keptForStaff } = slot;
    throw refuse.SLOT_FULL({ start, capacity, taken, keptForStaff, reofferedLater: coolingAt(slot, now) });
  }
}
