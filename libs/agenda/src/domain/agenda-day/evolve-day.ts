import type { Absent } from '#kernel/domain';
import type { AgendaDayEvent } from '../events/agenda-day-events.ts';
import { activeTakings, type AgendaDay, type SlotPlaces, type Taking } from './day-state.ts';
import { takenSlots } from './places.ts';

/** The day after one more event; changed in place. The log holds what the rules let in: it begins with a plan. */
export function evolveDay(day: AgendaDay | Absent, event: AgendaDayEvent): AgendaDay {
  if (event.type === 'DayPlanned') return planned(day, event.data);
  const state = day as AgendaDay;
  switch (event.type) {
    case 'SlotHeld': {
      const { holdId, expiresAt, mode, offer, reofferAt } = event.data;
      const taking = takingOf(state, event.data, mode);
      const hold = { ...taking, holdId, expiresAt: Date.parse(expiresAt), ...(offer ? { offer } : {}) };
      state.holds.set(holdId, { ...hold, status: 'HELD' });
      take(state, taking);
      if (reofferAt !== undefined) coolNoLonger(state, taking, Date.parse(reofferAt));
      break;
    }
    case 'SlotHoldReleased':
      endHold(state, event.data, 'RELEASED');
      break;
    case 'SlotHoldExpired':
      endHold(state, event.data, 'EXPIRED');
      break;
    case 'AppointmentBooked': {
      const { appointmentId, holdId, mode } = event.data;
      const taking = takingOf(state, event.data, mode);
      state.appointments.set(appointmentId, { ...taking, appointmentId, status: 'BOOKED' });
      const hold = holdId === undefined ? undefined : state.holds.get(holdId);
      if (hold) hold.status = 'BOOKED';
      else take(state, taking);
      break;
    }
    case 'AppointmentCancelled': {
      const appointment = state.appointments.get(event.data.appointmentId);
      if (!appointment) break;
      appointment.status = 'CANCELLED';
      free(state, appointment, Date.parse(event.data.reofferAt));
      break;
    }
    case 'AppointmentDisplacedByClosure': {
      const appointment = state.appointments.get(event.data.appointmentId);
      if (!appointment) break;
      appointment.status = 'DISPLACED';
      free(state, appointment);
      break;
    }
    case 'AppointmentReinstated': {
      const { appointmentId, commitmentId } = event.data;
      const displaced = state.appointments.get(appointmentId);
      if (!displaced) break;
      const appointment = { ...displaced, commitmentId, status: 'BOOKED' as const };
      state.appointments.set(appointmentId, appointment);
      take(state, appointment);
      break;
    }
  }
  return state;
}

type EventData<T extends AgendaDayEvent['type']> = Extract<AgendaDayEvent, { type: T }>['data'];

function planned(day: AgendaDay | Absent, { carried: _told, ...data }: EventData<'DayPlanned'>): AgendaDay {
  const state = day.status === 'PLANNED' ? day : firstPlanned(data);
  const { slots: before, slotAt } = state;
  const slots = data.slots.map(({ start, startsAt: from, endsAt: to, capacity, internalCapacity = 0 }): SlotPlaces => {
    const startsAt = Date.parse(from);
    const endsAt = Date.parse(to);
    const same = before[slotAt.get(startsAt) ?? -1];
    const cooling = same?.endsAt === endsAt ? same.cooling : [];
    return { ...{ start, startsAt, endsAt, capacity, internalCapacity }, taken: 0, takenInternally: 0, cooling };
  });
  state.plan = data;
  state.slots = slots;
  state.slotAt = new Map(slots.map(({ startsAt }, index) => [startsAt, index]));
  for (const taking of activeTakings(state)) take(state, taking);
  return state;
}

function firstPlanned(plan: EventData<'DayPlanned'>): AgendaDay {
  const empty = { slots: [], slotAt: new Map<number, number>(), holds: new Map(), appointments: new Map() };
  return { status: 'PLANNED', plan, ...empty, sequence: 0 };
}

function takingOf(
  state: AgendaDay,
  data: EventData<'SlotHeld'> | EventData<'AppointmentBooked'>,
  mode: Taking['mode'],
): Taking {
  const { start, units, subject, commitmentId, internal = false, notified } = data;
  state.sequence += 1;
  return {
    start,
    startsAt: Date.parse(data.startsAt),
    endsAt: Date.parse(data.endsAt),
    units,
    subject,
    commitmentId,
    internal,
    ...(notified ? { notified } : {}),
    mode,
    sequence: state.sequence,
  };
}

function endHold(
  state: AgendaDay,
  { holdId, reofferAt }: { readonly holdId: string; readonly reofferAt: string },
  status: 'RELEASED' | 'EXPIRED',
): void {
  const hold = state.holds.get(holdId);
  if (!hold) return;
  hold.status = status;
  free(state, hold, Date.parse(reofferAt));
}

function take(state: AgendaDay, taking: Taking): void {
  for (const slot of takenSlots(state, taking)) {
    slot.taken += 1;
    if (taking.internal) slot.takenInternally += 1;
  }
}

function free(state: AgendaDay, taking: Taking, reofferAt?: number): void {
  for (const slot of takenSlots(state, taking)) {
    slot.taken -= 1;
    if (taking.internal) slot.takenInternally -= 1;
    if (reofferAt !== undefined) slot.cooling.push({ until: reofferAt, internal: taking.internal });
  }
}

/** An offer takes the very places that were freed: of those that cool until then, one in each slot. */
function coolNoLonger(state: AgendaDay, taking: Taking, reofferAt: number): void {
  for (const { cooling } of takenSlots(state, taking)) {
    const place = cooling.findIndex(({ until }) => until === reofferAt);
    if (place >= 0) cooling.splice(place, 1);
  }
}
