import { DomainError, toTimestamp } from '#kernel';
import type { LocalTime } from '#italy';
import type { AgendaDayState, SlotPlaces, Taking } from './day-state.ts';

/** The slots that a hold or an appointment takes, in order; those that the plan no longer has are left out. */
export function takenSlots(
  state: AgendaDayState,
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
  for (const reofferAt of slot.cooling) if (reofferAt > now) count += 1;
  return count;
}

/** Consecutive slots that someone wants. */
export interface WantedSlots {
  readonly first: SlotPlaces;
  /** All of them, in order. */
  readonly slots: readonly SlotPlaces[];
  readonly startsAt: string;
  readonly endsAt: string;
}

/**
 * The slots from a start on.
 * @throws DomainError SLOT_UNKNOWN when the day has no such slot, SLOTS_NOT_CONSECUTIVE when another does not follow
 *   at once
 */
export function wantedSlots(state: AgendaDayState, start: LocalTime, units: number): WantedSlots {
  const index = state.slots.findIndex((slot) => slot.start === start);
  const first = state.slots[index];
  if (!first) throw new DomainError('SLOT_UNKNOWN', { start, planned: state.plan !== undefined });
  const slots = state.slots.slice(index, index + units);
  const gap = slots.findIndex((slot, place) => place > 0 && slot.startsAt !== slots[place - 1]?.endsAt);
  if (slots.length < units || gap >= 0) {
    throw new DomainError('SLOTS_NOT_CONSECUTIVE', { start, units, available: gap >= 0 ? gap : slots.length });
  }
  const last = slots.at(-1) ?? first;
  return { first, slots, startsAt: toTimestamp(first.startsAt), endsAt: toTimestamp(last.endsAt) };
}

/**
 * Refuses slots of which one has no free place: taken, or freed and not offered again yet.
 * @throws DomainError SLOT_FULL (conflict)
 */
export function refuseFull({ slots }: WantedSlots, now: number): void {
  for (const slot of slots) {
    const { start, capacity, taken } = slot;
    const cooling = coolingAt(slot, now);
    if (taken + cooling < capacity) continue;
    throw new DomainError('SLOT_FULL', { start, capacity, taken, reofferedLater: cooling }, 'conflict');
  }
}
