import type { Absent } from '#kernel/domain';
import type { AgendaDayEvent } from '../events/agenda-day-events.ts';
import { activeTakings, type AgendaDay, type Appointment, type SlotPlaces } from './day-state.ts';
import { lacksServiceUnder } from './lacks-service.ts';
import { effectOf } from './plan-effects.ts';
import { NO_SUMS, passesBy, sumsAfter, sumsPassed } from './day-outcomes.ts';
import { evolveDesk, isOfDesk } from './evolve-desk.ts';
import { bookingOf, evolveMove } from './evolve-move.ts';
import { takingOf } from './taking.ts';
import { coolNoLonger, free, take } from './taking-places.ts';

/** The day after one more event; changed in place. The log holds what the rules let in: it begins with a plan. */
export function evolveDay(day: AgendaDay | Absent, event: AgendaDayEvent): AgendaDay {
  if (event.type === 'DayPlanned') return planned(day, event.data);
  const state = day as AgendaDay;
  state.sums = sumsAfter(state.sums, event);
  switch (event.type) {
    case 'SlotHeld': {
      const { holdId, expiresAt, mode, offer, reofferAt } = event.data;
      const taking = takingOf(state, event.data, mode);
      const { instead } = event.data;
      const hold = { ...taking, holdId, expiresAt: Date.parse(expiresAt), ...(offer ? { offer } : {}) };
      state.holds.set(holdId, { ...hold, ...(instead ? { instead: instead.appointmentId } : {}), status: 'HELD' });
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
      const booking = bookingOf(event.data);
      const status = 'BOOKED';
      state.appointments.set(appointmentId, { ...taking, appointmentId, booking, status, calls: 0, changes: 0 });
      const hold = holdId === undefined ? undefined : state.holds.get(holdId);
      if (hold) hold.status = 'BOOKED';
      else take(state, taking);
      break;
    }
    case 'AppointmentCancelled': {
      const appointment = state.appointments.get(event.data.appointmentId);
      if (!appointment) break;
      const { reofferAt } = event.data;
      // One that was displaced has lost its place before.
      if (reofferAt !== undefined) free(state, appointment, Date.parse(reofferAt));
      appointment.status = 'CANCELLED';
      appointment.changes += 1;
      break;
    }
    case 'AppointmentDisplacedByClosure': {
      const { appointmentId, pointId, agendaRevision } = event.data;
      const appointment = state.appointments.get(appointmentId);
      if (!appointment) break;
      const { openUntil, lostBefore } = event.data;
      waitFor(appointment, pointId);
      if (agendaRevision !== undefined) effectOf(state.planEffects, agendaRevision).displaced.push(appointmentId);
      appointment.status = 'DISPLACED';
      appointment.changes += 1;
      if (openUntil !== undefined) appointment.openUntil = Date.parse(openUntil);
      delete appointment.lost;
      if (!lostBefore) free(state, appointment);
      break;
    }
    case 'DisplacementCauseChanged': {
      const appointment = state.appointments.get(event.data.appointmentId);
      if (appointment) waitFor(appointment, event.data.pointId);
      break;
    }
    case 'AppointmentReinstated': {
      const { appointmentId, commitmentId, second, agendaRevision } = event.data;
      const displaced = state.appointments.get(appointmentId);
      if (!displaced) break;
      const changes = displaced.changes + 1;
      const appointment = {
        ...displaced,
        commitmentId,
        status: 'BOOKED' as const,
        changes,
        ...(second ? { second } : {}),
      };
      state.appointments.set(appointmentId, appointment);
      if (agendaRevision !== undefined) effectOf(state.planEffects, agendaRevision).reinstated.push(appointmentId);
      take(state, appointment);
      break;
    }
    case 'AppointmentReminderSent': {
      const appointment = state.appointments.get(event.data.appointmentId);
      if (appointment) appointment.reminded = true;
      break;
    }
    default:
      if (isOfDesk(event)) evolveDesk(state, event);
      else evolveMove(state, event);
  }
  return state;
}

type EventData<T extends AgendaDayEvent['type']> = Extract<AgendaDayEvent, { type: T }>['data'];

function planned(
  day: AgendaDay | Absent,
  { carried: _told, mayReturn: _asked, ...data }: EventData<'DayPlanned'>,
): AgendaDay {
  const state = day.status === 'PLANNED' ? day : firstPlanned(data);
  const { slots: before, slotAt } = state;
  const slots = data.slots.map(({ start, startsAt: from, endsAt: to, capacity, internalCapacity = 0 }): SlotPlaces => {
    const startsAt = Date.parse(from);
    const endsAt = Date.parse(to);
    const same = before[slotAt.get(startsAt) ?? -1];
    const cooling = same?.endsAt === endsAt ? same.cooling : [];
    return { ...{ start, startsAt, endsAt, capacity, internalCapacity }, taken: 0, takenInternally: 0, cooling };
  });
  effectOf(state.planEffects, data.agendaRevision);
  if (passesBy(state.plan, data)) state.sums = sumsPassed(data);
  for (const appointment of state.appointments.values()) {
    if (appointment.status !== 'DISPLACED') continue;
    if (lacksServiceUnder(appointment, state.plan, data)) appointment.lacksService = true;
    else delete appointment.lacksService;
  }
  state.plan = data;
  state.slots = slots;
  state.slotAt = new Map(slots.map(({ startsAt }, index) => [startsAt, index]));
  for (const taking of activeTakings(state)) take(state, taking);
  return state;
}

function firstPlanned(plan: EventData<'DayPlanned'>): AgendaDay {
  const none = { holds: new Map(), appointments: new Map(), accesses: new Map() };
  return {
    status: 'PLANNED',
    plan,
    slots: [],
    slotAt: new Map<number, number>(),
    ...none,
    planEffects: new Map(),
    queue: 0,
    sequence: 0,
    sums: NO_SUMS,
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

/** Its places are given back by the Punto Cliente that receives again, or by a plan of its day. */
function waitFor(appointment: Appointment, pointId: string | undefined): void {
  if (pointId === undefined) delete appointment.displacedAt;
  else appointment.displacedAt = pointId;
}
