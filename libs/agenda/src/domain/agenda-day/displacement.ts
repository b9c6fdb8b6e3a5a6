import { toTimestamp } from '#kernel/domain';
import { keptForStaff, type PlannedSlot } from '../calendar/day-plan.ts';
import { openUntilAfter } from './derived.ts';
import type { AgendaDayEvent, DayPlan } from '../events/agenda-day-events.ts';
import { activeTakings, isAtDesk, type AgendaDay, type Appointment, type Hold, type SlotPlaces } from './day-state.ts';
import { lacksServiceUnder } from './lacks-service.ts';
import { takenSlots } from './places.ts';
import { placeOf } from './taken.ts';

/**
 * The slots of a day once it is planned anew: what has begun is not planned again, past slots stay as they were, and so do
 * those of whoever is there already.
 * @param now milliseconds since the epoch
 */
export function slotsPlannedAnew(state: AgendaDay, wanted: readonly PlannedSlot[], now: number): PlannedSlot[] {
  const underWay = new Map<SlotPlaces, number>();
  for (const taking of activeTakings(state)) {
    if (!isUnderWay(taking, now)) continue;
    for (const slot of takenSlots(state, taking)) underWay.set(slot, (underWay.get(slot) ?? 0) + 1);
  }
  const kept: PlannedSlot[] = [];
  for (const slot of state.slots) {
    const { start, startsAt, endsAt, internalCapacity } = slot;
    const times = { start, startsAt: toTimestamp(startsAt), endsAt: toTimestamp(endsAt) };
    const places = underWay.get(slot) ?? 0;
    if (startsAt <= now) kept.push({ ...times, capacity: slot.capacity, ...keptForStaff(internalCapacity) });
    else if (places > 0) {
      const same = wanted.find((other) => other.startsAt === times.startsAt && other.endsAt === times.endsAt);
      const capacity = Math.max(places, same?.capacity ?? 0);
      kept.push({ ...times, capacity, ...keptForStaff(same?.internalCapacity) });
    }
  }
  const fresh = wanted.filter(
    (slot) =>
      Date.parse(slot.startsAt) > now &&
      !kept.some((other) => other.startsAt < slot.endsAt && slot.startsAt < other.endsAt),
  );
  return [...kept, ...fresh].sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
}

/** What a day would offer. */
export type Offer = Pick<DayPlan, 'slots' | 'services'>;

/**
 * What no longer fits in a new plan, in the order in which it is displaced: first what has lost its slots or its service, then,
 * slot by slot, what is beyond the capacity, holds before appointments and the latest accepted first.
 */
export function whatNoLongerFits(state: AgendaDay, wanted: Offer, now: number): (Hold | Appointment)[] {
  const { slots } = wanted;
  const room = new Map(slots.map((slot) => [`${slot.startsAt}/${slot.endsAt}`, slot.capacity]));
  const keysOf = (taking: Hold | Appointment): string[] =>
    takenSlots(state, taking).map(({ startsAt, endsAt }) => `${toTimestamp(startsAt)}/${toTimestamp(endsAt)}`);

  const displaced: (Hold | Appointment)[] = [];
  // Those that stay longest come first, and take the room.
  const candidates = [...activeTakings(state)].sort(
    (a, b) =>
      Number(isUnderWay(b, now)) - Number(isUnderWay(a, now)) || firmness(b) - firmness(a) || a.sequence - b.sequence,
  );
  for (const taking of candidates) {
    const keys = keysOf(taking);
    const hasRoom = keys.length === taking.units && keys.every((key) => (room.get(key) ?? 0) > 0);
    const fits = hasRoom && (isUnderWay(taking, now) || !hasLostService(state, taking, wanted));
    if (!fits) displaced.push(taking);
    else for (const key of keys) room.set(key, (room.get(key) ?? 0) - 1);
  }
  return displaced.reverse();
}

function hasLostService({ plan }: AgendaDay, taking: Hold | Appointment, wanted: Offer): boolean {
  return 'appointmentId' in taking && lacksServiceUnder(taking, plan, wanted);
}

/** Tells whether its time has come, or the person: whoever has checked in may be early. */
function isUnderWay(taking: Hold | Appointment, now: number): boolean {
  return taking.startsAt <= now || ('appointmentId' in taking && isAtDesk(taking));
}

function firmness(taking: Hold | Appointment): number {
  return 'appointmentId' in taking ? 1 : 0;
}

/** The appointments that have no room on their day once it is planned anew with this offer. */
export function displacedByPlan(state: AgendaDay, { slots, ...wanted }: Offer, now: number): Appointment[] {
  const displaced = whatNoLongerFits(state, { ...wanted, slots: slotsPlannedAnew(state, slots, now) }, now);
  return displaced.filter((taking): taking is Appointment => 'appointmentId' in taking);
}

/**
 * Whom plans of before displaced from slots that a plan has, first the one whose booking is the oldest. What the day ceased to
 * offer waits until it is offered again; what was displaced from a Punto Cliente waits for that.
 */
export function displacedByPlans(state: AgendaDay, { slots, ...wanted }: Offer, now: number): Appointment[] {
  const endOf = new Map(slots.map(({ startsAt, endsAt }) => [Date.parse(startsAt), Date.parse(endsAt)]));
  const hasSlots = ({ startsAt, endsAt, units }: Appointment): boolean => {
    let reached: number | undefined = startsAt;
    for (let unit = 0; unit < units && reached !== undefined; unit += 1) reached = endOf.get(reached);
    return reached === endsAt;
  };
  return [...state.appointments.values()]
    .filter(
      ({ status, displacedAt, startsAt }) => status === 'DISPLACED' && displacedAt === undefined && startsAt > now,
    )
    .filter((appointment) => hasSlots(appointment) && !lacksServiceUnder(appointment, state.plan, wanted))
    .sort((a, b) => a.sequence - b.sequence);
}

/** The event that takes a hold or an appointment out of a plan that has no room for it any more. */
export function displacement(
  state: AgendaDay,
  taking: Hold | Appointment,
  {
    agendaRevision,
    now,
    openDays,
  }: { readonly agendaRevision: number; readonly now: number; readonly openDays: number },
): AgendaDayEvent {
  const place = placeOf(state, taking);
  if ('appointmentId' in taking) {
    const { appointmentId, moving } = taking;
    const data = { ...place, appointmentId, agendaRevision, openUntil: openUntilAfter(openDays, now) };
    // Whether anybody is displaced is decided where it goes.
    if (moving) return { type: 'AppointmentDisplacedWhileMoving', data: { ...data, moveId: moving.moveId } };
    return { type: 'AppointmentDisplacedByClosure', data };
  }
  const { holdId } = taking;
  // A plan that changes is no trade in places: what still exists of them is free at once.
  return { type: 'SlotHoldReleased', data: { ...place, holdId, reason: 'PLAN_CHANGED', reofferAt: toTimestamp(now) } };
}
