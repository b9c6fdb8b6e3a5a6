import { DomainError, toTimestamp } from '#kernel';
import type { PlannedSlot } from '../calendar/day-plan.ts';
import type { AgendaDayEvent } from '../events/agenda-day-events.ts';
import type { AgendaDayContext, PlanDay } from './day-commands.ts';
import { activeTakings, type AgendaDayState, type Appointment, type Hold, type SlotPlaces } from './day-state.ts';
import { takenSlots } from './places.ts';
import { placeOf } from './taken.ts';

/**
 * Decides {@link PlanDay}. What has begun is not planned again: past slots stay as they were. What no longer fits is
 * displaced in the same append, before the plan: first what has lost its slots, then, slot by slot, what is beyond the
 * capacity, holds before appointments and the latest accepted first.
 * @throws DomainError PLAN_OUTDATED (already-so) when the day follows this revision of the agenda or a later one
 */
export function planDay(
  { plan, agendaRevision }: PlanDay,
  state: AgendaDayState,
  { now }: AgendaDayContext,
): AgendaDayEvent[] {
  const current = state.plan?.agendaRevision;
  if (current !== undefined && agendaRevision <= current) {
    throw new DomainError('PLAN_OUTDATED', { date: plan.date, agendaRevision, current }, 'already-so');
  }
  const slots = state.plan ? keepWhatBegan(state, plan.slots, now) : plan.slots;
  const displaced = whatNoLongerFits(state, slots, now);
  return [
    ...displaced.map((taking) => displacement(taking, state, agendaRevision, now)),
    { type: 'DayPlanned', data: { ...plan, slots, agendaRevision } },
  ];
}

function keepWhatBegan(state: AgendaDayState, wanted: readonly PlannedSlot[], now: number): PlannedSlot[] {
  const underWay = new Map<SlotPlaces, number>();
  for (const taking of activeTakings(state)) {
    if (taking.startsAt > now) continue;
    for (const slot of takenSlots(state, taking)) underWay.set(slot, (underWay.get(slot) ?? 0) + 1);
  }
  const kept: PlannedSlot[] = [];
  for (const slot of state.slots) {
    const { start, startsAt, endsAt } = slot;
    const times = { start, startsAt: toTimestamp(startsAt), endsAt: toTimestamp(endsAt) };
    const places = underWay.get(slot) ?? 0;
    if (startsAt <= now) kept.push({ ...times, capacity: slot.capacity });
    else if (places > 0) {
      const same = wanted.find((other) => other.startsAt === times.startsAt && other.endsAt === times.endsAt);
      kept.push({ ...times, capacity: Math.max(places, same?.capacity ?? 0) });
    }
  }
  const fresh = wanted.filter(
    (slot) =>
      Date.parse(slot.startsAt) > now &&
      !kept.some((other) => other.startsAt < slot.endsAt && slot.startsAt < other.endsAt),
  );
  return [...kept, ...fresh].sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
}

function whatNoLongerFits(state: AgendaDayState, slots: readonly PlannedSlot[], now: number): (Hold | Appointment)[] {
  const room = new Map(slots.map((slot) => [`${slot.startsAt}/${slot.endsAt}`, slot.capacity]));
  const keysOf = (taking: Hold | Appointment): string[] =>
    takenSlots(state, taking).map(({ startsAt, endsAt }) => `${toTimestamp(startsAt)}/${toTimestamp(endsAt)}`);

  const displaced: (Hold | Appointment)[] = [];
  // Those that stay longest come first, and take the room.
  const candidates = [...activeTakings(state)].sort(
    (a, b) => begun(b, now) - begun(a, now) || firmness(b) - firmness(a) || a.sequence - b.sequence,
  );
  for (const taking of candidates) {
    const keys = keysOf(taking);
    const fits = keys.length === taking.units && keys.every((key) => (room.get(key) ?? 0) > 0);
    if (!fits) displaced.push(taking);
    else for (const key of keys) room.set(key, (room.get(key) ?? 0) - 1);
  }
  return displaced.reverse();
}

function begun({ startsAt }: Hold | Appointment, now: number): number {
  return startsAt <= now ? 1 : 0;
}

function firmness(taking: Hold | Appointment): number {
  return 'appointmentId' in taking ? 1 : 0;
}

function displacement(
  taking: Hold | Appointment,
  state: AgendaDayState,
  agendaRevision: number,
  now: number,
): AgendaDayEvent {
  const place = placeOf(state, taking);
  if ('appointmentId' in taking) {
    const { appointmentId } = taking;
    return { type: 'AppointmentDisplacedByClosure', data: { ...place, appointmentId, agendaRevision } };
  }
  const { holdId } = taking;
  // A plan that changes is no trade in places: what still exists of them is free at once.
  return { type: 'SlotHoldReleased', data: { ...place, holdId, reason: 'PLAN_CHANGED', reofferAt: toTimestamp(now) } };
}
