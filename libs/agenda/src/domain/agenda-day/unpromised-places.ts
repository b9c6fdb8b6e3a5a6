import { defineRefusals } from '#kernel/domain';
import { activeTakings, isAtDesk, type AgendaDay, type Appointment, type SlotPlaces } from './day-state.ts';
import { takenSlots } from './places.ts';

const refuse = defineRefusals({
  NOBODY_RECEIVED: 'The day has no slots, nobody is received on it: go to another agenda, or come on another day.',
  RECEPTION_OVER: 'The last slot of the day is over: register who comes on the next day.',
  PLACES_PROMISED: [
    'At {start} all {capacity} places are needed: {promised} by who has an appointment, {unbooked} by who has none. Wait until one is over.',
    'conflict',
  ],
});

/** For who comes without an appointment on a day that receives nobody any more. */
export const receptionRefusals = [refuse.NOBODY_RECEIVED, refuse.RECEPTION_OVER];
export const placesPromised = refuse.PLACES_PROMISED;

/**
 * Refuses who comes without an appointment where nobody is received, or not any more.
 * @param now milliseconds since the epoch
 * @throws DomainError NOBODY_RECEIVED | RECEPTION_OVER
 */
export function requireReception({ slots }: AgendaDay, now: number): void {
  const last = slots.at(-1);
  if (!last) throw refuse.NOBODY_RECEIVED();
  if (last.endsAt <= now) throw refuse.RECEPTION_OVER();
}

/**
 * Refuses to receive somebody without an appointment where that needs a place that is promised (A4): for as long as a slot
 * lasts, from now on, there must be a place that nobody needs who has booked or holds it, who is there and late, or who is
 * being received.
 * @param now milliseconds since the epoch
 * @throws DomainError NOBODY_RECEIVED | PLACES_PROMISED (conflict)
 */
export function requireUnpromisedPlace(day: AgendaDay, now: number): void {
  const unbooked = [...day.accesses.values()].filter(({ status }) => status === 'IN_SERVICE').length;
  const offTime = [...activeTakings(day)].filter(
    (taking): taking is Appointment => 'appointmentId' in taking && needsPlaceNow(taking, now),
  );
  for (const { slot, isOver } of slotsFromNow(day, now)) {
    // Of a slot that is over only those need a place now who are there.
    const elsewhere = offTime.filter((appointment) => isOver || !takenSlots(day, appointment).includes(slot));
    const promised = (isOver ? 0 : slot.taken) + elsewhere.length;
    const { start, capacity } = slot;
    if (promised + unbooked >= capacity) throw refuse.PLACES_PROMISED({ start, capacity, promised, unbooked });
  }
}

/** Tells whether somebody is there out of the time of their slots, and needs a place all the same: received, or late. */
function needsPlaceNow(appointment: Appointment, now: number): boolean {
  const { status, startsAt, endsAt } = appointment;
  if (!isAtDesk(appointment)) return false;
  return endsAt <= now || (status === 'IN_SERVICE' && startsAt > now);
}

/** The slots that somebody needs who begins to be received now; in a pause, the one before it says how many there may be. */
function slotsFromNow({ slots }: AgendaDay, now: number): { readonly slot: SlotPlaces; readonly isOver: boolean }[] {
  const before = slots.findLast(({ startsAt }) => startsAt <= now) ?? slots[0];
  if (!before) throw refuse.NOBODY_RECEIVED();
  const until = now + before.endsAt - before.startsAt;
  const needed = slots.filter(({ startsAt, endsAt }) => startsAt < until && now < endsAt);
  const isPause = !needed.includes(before);
  return [...(isPause ? [{ slot: before, isOver: true }] : []), ...needed.map((slot) => ({ slot, isOver: false }))];
}
