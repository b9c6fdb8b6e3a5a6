import type { AgendaDay, Taking } from './day-state.ts';
import { takenSlots } from './places.ts';

/** Which places something takes, and on whose account. */
type Account = Pick<Taking, 'startsAt' | 'endsAt' | 'internal'>;

/** Takes a place in each of the slots. */
export function take(state: AgendaDay, taking: Account): void {
  for (const slot of takenSlots(state, taking)) {
    slot.taken += 1;
    if (taking.internal) slot.takenInternally += 1;
  }
}

/**
 * Frees a place in each of the slots.
 * @param reofferAt when it may be taken again, in milliseconds since the epoch; at once when absent
 */
export function free(state: AgendaDay, taking: Account, reofferAt?: number): void {
  for (const slot of takenSlots(state, taking)) {
    slot.taken -= 1;
    if (taking.internal) slot.takenInternally -= 1;
    if (reofferAt !== undefined) slot.cooling.push({ until: reofferAt, internal: taking.internal });
  }
}

/** The same day without what one taking takes: how it is for whoever gives that up. */
export function withoutTaking(state: AgendaDay, taking: Account): AgendaDay {
  const own = new Set(takenSlots(state, taking));
  const byOne = taking.internal ? 1 : 0;
  const slots = state.slots.map((slot) =>
    own.has(slot) ? { ...slot, taken: slot.taken - 1, takenInternally: slot.takenInternally - byOne } : slot,
  );
  return { ...state, slots };
}

/** An offer takes the very places that were freed: of those that cool until then, one in each slot. */
export function coolNoLonger(state: AgendaDay, taking: Account, reofferAt: number): void {
  for (const { cooling } of takenSlots(state, taking)) {
    const place = cooling.findIndex(({ until }) => until === reofferAt);
    if (place >= 0) cooling.splice(place, 1);
  }
}
