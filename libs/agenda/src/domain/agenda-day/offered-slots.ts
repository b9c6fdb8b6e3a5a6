import { defineRefusal, isDomainError, type Absent } from '#kernel/domain';
import type { Mode } from '../vocabulary.ts';
import { isOffered } from '../delivered-services.ts';
import { refuseFarDay, refusePast, refuseShortNotice } from './booking-times.ts';
import type { AgendaDay, SlotPlaces } from './day-state.ts';
import { refuseFull, slotsFrom, type WantedSlots } from './places.ts';

export const placeNotOffered = defineRefusal(
  'PLACE_NOT_OFFERED',
  'The place is gone, or the person cannot take it: nothing is left to do, the waiting list goes on with the next.',
  'already-so',
);

/** Slots that were freed. */
interface FreedSlots {
  /** RFC 3339, of the first slot. */
  readonly startsAt: string;
  readonly units: number;
  /** They are of those that are kept for staff. */
  readonly internal: boolean;
  /** When they would be offered to everyone, if they were freed; RFC 3339. */
  readonly reofferAt?: string | undefined;
}

/** A place that somebody on the waiting list is to be offered. */
export interface OfferedPlace extends FreedSlots {
  readonly mode: Mode;
  /** What for; nothing says it of who joined before that was asked. */
  readonly serviceId?: string | undefined;
}

/**
 * The slots of a place that can be offered now: as for everybody, but that it may cool, of the places that cool itself alone.
 * @param now milliseconds since the epoch
 * @returns undefined where it is gone, or cannot be taken by who wants it
 */
export function offeredSlots(place: OfferedPlace, day: AgendaDay | Absent, now: number): WantedSlots | undefined {
  if (day.status === 'ABSENT') return undefined;
  const { mode, serviceId } = place;
  const isHad = day.plan.modes.includes(mode) && (serviceId === undefined || isOffered(serviceId, day.plan));
  return isHad ? slotsOfPlace(place, day, now) : undefined;
}

/**
 * Tells whether a place is there to be offered, to whoever would take its first slot: what somebody comes for, how, and for how
 * long is theirs, and the next may want less.
 * @param now milliseconds since the epoch
 */
export function isThere(place: Omit<FreedSlots, 'units'>, day: AgendaDay | Absent, now: number): boolean {
  return day.status !== 'ABSENT' && slotsOfPlace({ ...place, units: 1 }, day, now) !== undefined;
}

function slotsOfPlace(
  { startsAt, units, internal, reofferAt }: FreedSlots,
  day: AgendaDay,
  now: number,
): WantedSlots | undefined {
  const index = day.slotAt.get(Date.parse(startsAt));
  const first = index === undefined ? undefined : day.slots[index];
  if (!first) return undefined;
  const { plan } = day;
  try {
    const wanted = slotsFrom(day, first, units);
    refusePast(first.startsAt, now);
    refuseShortNotice(first.startsAt, plan, now);
    refuseFarDay(plan.date, plan, now);
    refuseFull({ ...wanted, slots: wanted.slots.map((slot) => withoutCooling(slot, reofferAt)) }, now, internal);
    return wanted;
  } catch (refusal) {
    if (isDomainError(refusal)) return undefined;
    throw refusal;
  }
}

/** A slot as if the freed place that cools until then were free. */
function withoutCooling(slot: SlotPlaces, reofferAt: string | undefined): SlotPlaces {
  const place = reofferAt === undefined ? -1 : slot.cooling.findIndex(({ until }) => until === Date.parse(reofferAt));
  return place < 0 ? slot : { ...slot, cooling: slot.cooling.toSpliced(place, 1) };
}
