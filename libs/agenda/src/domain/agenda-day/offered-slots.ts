import { defineRefusal, isDomainError, type Absent } from '#kernel/domain';
import type { Mode } from '../vocabulary.ts';
import { isOffered } from '../delivered-services.ts';
import { refuseModeNotOffered } from './booking-modes.ts';
import { refuseFarDay, refusePast, refuseShortNotice } from './booking-times.ts';
import type { AgendaDay, SlotPlaces } from './day-state.ts';
import { refuseFull, slotsFrom, type WantedSlots } from './places.ts';

export const placeNotOffered = defineRefusal(
  'PLACE_NOT_OFFERED',
  'The place is gone, or the person cannot take it: nothing is left to do, the waiting list goes on with the next.',
  'already-so',
);

/** A place that somebody on the waiting list is to be offered. */
export interface OfferedPlace {
  /** RFC 3339, of the first slot. */
  readonly startsAt: string;
  readonly units: number;
  readonly mode: Mode;
  /** What for; nothing says it of who joined before that was asked. */
  readonly serviceId?: string | undefined;
  /** It is one of those that are kept for staff. */
  readonly internal: boolean;
  /** When it would be offered to everyone, if it was freed; RFC 3339. */
  readonly reofferAt?: string | undefined;
}

/**
 * The slots of a place that can be offered now: as for everybody, but that it may cool, of the places that cool itself alone.
 * @param now milliseconds since the epoch
 * @returns undefined where it is gone, or cannot be taken any more
 */
export function offeredSlots(
  { startsAt, units, mode, serviceId, internal, reofferAt }: OfferedPlace,
  day: AgendaDay | Absent,
  now: number,
): WantedSlots | undefined {
  const index = day.status === 'ABSENT' ? undefined : day.slotAt.get(Date.parse(startsAt));
  const first = day.status === 'ABSENT' || index === undefined ? undefined : day.slots[index];
  if (day.status === 'ABSENT' || !first) return undefined;
  const { plan } = day;
  if (serviceId !== undefined && !isOffered(serviceId, plan)) return undefined;
  try {
    const wanted = slotsFrom(day, first, units);
    refusePast(first.startsAt, now);
    refuseShortNotice(first.startsAt, plan, now);
    refuseFarDay(plan.date, plan, now);
    refuseModeNotOffered(mode, plan.modes);
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
