import fc from 'fast-check';
import { isDomainError } from '#kernel/domain';
import { SPEC_NOW } from '#kernel/specification';
import { timeOf } from '#italy';
import type { CommandUseCase } from '#use-cases';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { slotsOf, type PlannedSlot } from '../domain/calendar/day-plan.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { citizen, MINUTE, PERSON, plan } from '../specification/sample-day.ts';
import { bookAppointment } from './book-appointment.ts';
import { cancelAppointment } from './cancel-appointment.ts';
import { expireHold } from './expire-hold.ts';
import { holdSlot } from './hold-slot.ts';
import type { AnyDay } from './on-agenda-day.ts';
import { planDay } from './plan-day.ts';
import { releaseHold } from './release-hold.ts';
import { rescheduleAppointment } from './reschedule-appointment.ts';

/** What happens to a day: a number chooses among what there is (slots, holds, appointments) at that moment. */
type Step =
  | { readonly do: 'wait'; readonly minutes: number }
  | {
      readonly do: 'hold' | 'book' | 'move';
      readonly which: number;
      readonly units: number;
      readonly channel: 'DESK' | 'APP';
    }
  | { readonly do: 'release' | 'expire' | 'bookHold' | 'cancel'; readonly which: number }
  | { readonly do: 'plan'; readonly slots: readonly PlannedSlot[]; readonly newer: number };

/** Opening hours of the day: up to two bands, slots of 10 to 40 minutes, capacity 1 to 3; sometimes closed. */
const anySlots: fc.Arbitrary<readonly PlannedSlot[]> = fc
  .record({
    slotMinutes: fc.constantFrom(10, 15, 20, 40),
    bands: fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: 6 }),
        hours: fc.integer({ min: 1, max: 2 }),
        capacity: fc.integer({ min: 1, max: 3 }),
        kept: fc.integer({ min: 0, max: 2 }),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ slotMinutes, bands }) => {
    const opening = bands.map(({ from, hours, capacity, kept }, index) => {
      const start = (10 + index * 4) * 60 + (from % 4) * 30;
      const to = timeOf(start + hours * 60);
      const places = { capacity, internalCapacity: Math.min(kept, capacity) };
      return { bandId: `${index}`, weekday: 1, from: timeOf(start), to, ...places, validFrom: '2026-01-01' };
    });
    return slotsOf({ slotMinutes, bands: opening, closures: [] }, '2026-03-02');
  });

const which = fc.nat(1_000);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 0, max: 30 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('hold' as const, 'book' as const, 'move' as const),
      which,
      units: fc.integer({ min: 1, max: 3 }),
      channel: fc.constantFrom('DESK' as const, 'APP' as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('release' as const, 'expire' as const, 'bookHold' as const, 'cancel' as const),
      which,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('plan' as const), slots: anySlots, newer: fc.integer({ min: -1, max: 2 }) }),
  },
);

/** What somebody has taken; internally, when through a channel of staff. */
interface Place {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly internal?: true;
}

/** Folds the day's events by itself, without the code under test, and checks after each that no place is taken twice. */
class Ledger {
  #slots: readonly PlannedSlot[] = [];
  readonly #taken = new Map<string, Place>();
  /** Freed places by slot; they go with a plan that lacks the slot. */
  #cooling: { slot: PlannedSlot; until: number; internal: boolean }[] = [];
  readonly holds: { holdId: string; subject: string }[] = [];
  readonly appointments: string[] = [];
  agendaRevision = 0;

  get slots(): readonly PlannedSlot[] {
    return this.#slots;
  }

  enter(event: AgendaDayEvent, now: number): void {
    switch (event.type) {
      case 'DayPlanned':
        this.#slots = event.data.slots;
        this.#cooling = this.#cooling.filter(({ slot }) =>
          this.#slots.some((other) => covers(slot, other) && covers(other, slot)),
        );
        this.agendaRevision = event.data.agendaRevision;
        break;
      case 'SlotHeld':
        this.holds.push(event.data);
        this.#take(event.data.holdId, event.data, now);
        break;
      case 'AppointmentBooked':
        this.appointments.push(event.data.appointmentId);
        if (event.data.holdId === undefined) this.#take(event.data.appointmentId, event.data, now);
        else {
          expect(this.#taken.delete(event.data.holdId)).toBe(true);
          this.#taken.set(event.data.appointmentId, event.data);
        }
        break;
      case 'SlotHoldReleased':
      case 'SlotHoldExpired':
        expect(this.#taken.delete(event.data.holdId)).toBe(true);
        this.#cool(event.data);
        break;
      case 'AppointmentCancelled':
        // One that was displaced had no place left.
        expect(this.#taken.delete(event.data.appointmentId)).toBe(event.data.reofferAt !== undefined);
        this.#cool(event.data);
        break;
      case 'AppointmentDisplacedByClosure':
        expect(this.#taken.delete(event.data.appointmentId)).toBe(true);
        break;
      case 'AppointmentReinstated':
        this.#take(event.data.appointmentId, event.data, now);
        break;
      // Within the day: what it leaves is nobody's at once, and offered later.
      case 'AppointmentRescheduled':
        this.#taken.delete(event.data.appointmentId);
        this.#take(event.data.appointmentId, event.data, now);
        break;
      case 'AppointmentMovedAway':
        this.#cool(event.data, event.data.to);
        break;
      default:
        throw new TypeError(`no command here brings about ${event.type}`);
    }
    this.#checkCapacity();
  }

  takenIn(slot: PlannedSlot): number {
    return [...this.#taken.values()].filter((taken) => covers(taken, slot)).length;
  }

  #take(id: string, place: Place, now: number): void {
    for (const slot of this.#slots.filter((each) => covers(place, each))) {
      const cooling = this.#cooling.filter((freed) => covers(freed.slot, slot) && freed.until > now);
      expect(this.takenIn(slot) + cooling.length).toBeLessThan(slot.capacity);
      if (place.internal) continue;
      const byPublic = [...this.#taken.values()].filter((taken) => !taken.internal && covers(taken, slot)).length;
      const kept = slot.internalCapacity ?? 0;
      expect(byPublic + cooling.filter(({ internal }) => !internal).length).toBeLessThan(slot.capacity - kept);
    }
    this.#taken.set(id, place);
  }

  /** @param kept what is not left of it */
  #cool(place: Place & { readonly reofferAt?: string }, kept?: Place): void {
    if (place.reofferAt === undefined) return;
    const until = Date.parse(place.reofferAt);
    const internal = place.internal ?? false;
    const left = this.#slots.filter((each) => covers(place, each) && !(kept && covers(kept, each)));
    for (const slot of left) this.#cooling.push({ slot, until, internal });
  }

  #checkCapacity(): void {
    for (const slot of this.#slots) expect(this.takenIn(slot)).toBeLessThanOrEqual(slot.capacity);
    for (const taken of this.#taken.values()) {
      const own = this.#slots.filter((slot) => covers(taken, slot));
      const minutes = own.reduce((sum, { startsAt, endsAt }) => sum + Date.parse(endsAt) - Date.parse(startsAt), 0);
      expect(minutes).toBe(Date.parse(taken.endsAt) - Date.parse(taken.startsAt));
    }
    for (const [index, slot] of this.#slots.entries()) {
      const previous = this.#slots[index - 1];
      if (previous) expect(previous.endsAt <= slot.startsAt).toBe(true);
    }
  }
}

function covers(place: { startsAt: string; endsAt: string }, slot: PlannedSlot): boolean {
  return place.startsAt <= slot.startsAt && slot.endsAt <= place.endsAt;
}

function pick<T>(from: readonly T[], which: number): T | undefined {
  return from.length === 0 ? undefined : from[which % from.length];
}

/** A command of the day, and what is wanted as its rule sees it. */
interface Given {
  readonly command: Pick<CommandUseCase<never, AgendaDayEvent>, 'decide'>;
  readonly wanted: object;
}

function commandOf(step: Exclude<Step, { do: 'wait' }>, ledger: Ledger, index: number): Given | undefined {
  switch (step.do) {
    case 'plan': {
      const agendaRevision = ledger.agendaRevision + step.newer;
      return { command: planDay, wanted: { plan: { ...plan(...step.slots), noticeMinutes: 0 }, agendaRevision } };
    }
    case 'hold':
    case 'book': {
      const first = pick(ledger.slots, step.which);
      if (!first) return undefined;
      const how = { mode: 'IN_PERSON', channel: step.channel, identity: 'STRONG', subject: `s${index}` };
      const wanted = { date: '2026-03-02', start: first.start, units: step.units, ...how };
      if (step.do === 'hold') return { command: holdSlot, wanted };
      return {
        command: bookAppointment,
        wanted: { ...wanted, principal: PERSON, serviceId: 'cedolino-pensione', citizen },
      };
    }
    case 'move': {
      const first = pick(ledger.slots, step.which);
      const appointmentId = pick(ledger.appointments, step.which);
      if (!first || appointmentId === undefined) return undefined;
      const day = { agendaId: 'a', date: '2026-03-02' };
      const to = { date: day.date, start: first.start, units: step.units };
      const how = { channel: step.channel, identity: 'STRONG', principal: { role: 'policy', name: 'specification' } };
      return { command: rescheduleAppointment, wanted: { ...day, appointmentId, to, ...how } };
    }
    case 'bookHold': {
      const hold = pick(ledger.holds, step.which);
      if (!hold) return undefined;
      const { holdId, subject } = hold;
      const how = { channel: 'DESK', identity: 'STRONG', serviceId: 'cedolino-pensione', citizen };
      return { command: bookAppointment, wanted: { holdId, subject, principal: PERSON, ...how } };
    }
    case 'release':
    case 'expire': {
      const holdId = pick(ledger.holds, step.which)?.holdId;
      const command = step.do === 'release' ? releaseHold : expireHold;
      return holdId === undefined ? undefined : { command, wanted: { holdId } };
    }
    case 'cancel': {
      const appointmentId = pick(ledger.appointments, step.which);
      if (appointmentId === undefined) return undefined;
      return { command: cancelAppointment, wanted: { appointmentId, by: 'CITIZEN', reason: 'OTHER' } };
    }
  }
}

describe('the capacity of a day', () => {
  it('is never exceeded, whatever is held, booked, freed and planned anew, and when', () => {
    const accepted = new Map<string, number>();
    fc.assert(
      fc.property(anySlots, fc.array(anyStep, { minLength: 20, maxLength: 120 }), (first, steps) => {
        let now = SPEC_NOW;
        let state: AnyDay = agendaDay.initialState();
        const ledger = new Ledger();
        const all: Step[] = [{ do: 'plan', slots: first, newer: 1 }, ...steps];
        for (const [index, step] of all.entries()) {
          if (step.do === 'wait') {
            now += step.minutes * MINUTE;
            continue;
          }
          const given = commandOf(step, ledger, index);
          if (!given) continue;
          const events = decide(given, state, { now, commandId: `command-${index}`, reoffer, drawn, openDays: 30 });
          for (const event of events) {
            accepted.set(event.type, (accepted.get(event.type) ?? 0) + 1);
            ledger.enter(event, now);
            state = agendaDay.evolve(state, event);
          }
          const slots = state.status === 'PLANNED' ? state.slots : [];
          expect(slots.map(({ taken }) => taken)).toEqual(ledger.slots.map((slot) => ledger.takenIn(slot)));
        }
      }),
      { numRuns: 300 },
    );
    // The sequences did reach every kind of event.
    expect([...accepted.keys()].sort()).toEqual([
      'AppointmentBooked',
      'AppointmentCancelled',
      'AppointmentDisplacedByClosure',
      'AppointmentMovedAway',
      'AppointmentRescheduled',
      'DayPlanned',
      'SlotHeld',
      'SlotHoldExpired',
      'SlotHoldReleased',
    ]);
  });
});

const reoffer = { minMinutes: 5, maxMinutes: 15 };
const drawn = '0123456789abcdef'.repeat(4);

function decide({ command, wanted }: Given, state: AnyDay, known: object): readonly AgendaDayEvent[] {
  try {
    return command.decide(wanted as never, state as never, known as never);
  } catch (error) {
    if (isDomainError(error)) return [];
    throw error;
  }
}
