import type { AgendaDayEvent } from '../events/agenda-day-events.ts';
import { activeTakings, type AgendaDayState, type SlotPlaces, type Taking } from './day-state.ts';
import { takenSlots } from './places.ts';

/** The day after one more event; changed in place. */
export function evolveDay(state: AgendaDayState, event: AgendaDayEvent): AgendaDayState {
  switch (event.type) {
    case 'DayPlanned':
      plan(state, event.data);
      break;
    case 'SlotHeld': {
      const { holdId, expiresAt, mode } = event.data;
      const taking = takingOf(state, event.data, mode);
      state.holds.set(holdId, { ...taking, holdId, expiresAt: Date.parse(expiresAt), status: 'HELD' });
      take(state, taking);
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
    case 'CommandAbandoned':
      state.abandoned.add(event.data.abandonedCommandId);
      break;
  }
  return state;
}

type EventData<T extends AgendaDayEvent['type']> = Extract<AgendaDayEvent, { type: T }>['data'];

function plan(state: AgendaDayState, data: EventData<'DayPlanned'>): void {
  const before = state.slots;
  const { slotAt } = state;
  const slots = data.slots.map(({ start, startsAt: from, endsAt: to, capacity }): SlotPlaces => {
    const startsAt = Date.parse(from);
    const endsAt = Date.parse(to);
    const same = before[slotAt.get(startsAt) ?? -1];
    const cooling = same?.endsAt === endsAt ? same.cooling : [];
    return { start, startsAt, endsAt, capacity, taken: 0, cooling };
  });
  state.plan = data;
  state.slots = slots;
  state.slotAt = new Map(slots.map(({ startsAt }, index) => [startsAt, index]));
  for (const taking of activeTakings(state)) take(state, taking);
}

function takingOf(
  state: AgendaDayState,
  data: EventData<'SlotHeld'> | EventData<'AppointmentBooked'>,
  mode: Taking['mode'],
): Taking {
  const { start, units, subject, commitmentId } = data;
  state.sequence += 1;
  return {
    start,
    startsAt: Date.parse(data.startsAt),
    endsAt: Date.parse(data.endsAt),
    units,
    subject,
    commitmentId,
    mode,
    sequence: state.sequence,
  };
}

function endHold(
  state: AgendaDayState,
  { holdId, reofferAt }: { readonly holdId: string; readonly reofferAt: string },
  status: 'RELEASED' | 'EXPIRED',
): void {
  const hold = state.holds.get(holdId);
  if (!hold) return;
  hold.status = status;
  free(state, hold, Date.parse(reofferAt));
}

function take(state: AgendaDayState, taking: Taking): void {
  for (const slot of takenSlots(state, taking)) slot.taken += 1;
}

function free(state: AgendaDayState, taking: Taking, reofferAt?: number): void {
  for (const slot of takenSlots(state, taking)) {
    slot.taken -= 1;
    if (reofferAt !== undefined) slot.cooling.push(reofferAt);
  }
}
