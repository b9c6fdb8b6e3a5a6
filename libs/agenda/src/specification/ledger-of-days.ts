import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';

/** Consecutive slots that somebody has at some moment. */
interface Standing {
  readonly day: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly subject: string;
  /** Who comes with them: their time is bound, too. */
  readonly second: string | undefined;
  /** What binds their time. */
  readonly commitments: readonly string[];
  /** Of a hold: the appointment that shall move there, which binds the time meanwhile. */
  readonly instead: string | undefined;
  /** False while it is about to be left: then it binds nobody's time. */
  readonly binds: boolean;
}

/** Consecutive slots, as events tell them. */
interface Place {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly subject: string;
  readonly commitmentId: string;
  readonly second?: { readonly subject: string; readonly commitmentId: string };
}

interface Slot {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly capacity: number;
}

/** What a day that an appointment has left may still tell of it. */
const OF_A_DAY_LEFT: readonly string[] = ['AppointmentMovedAway', 'AppointmentDisplacedWhileMoving'];

const FINAL: readonly string[] = [
  ...['AppointmentCompleted', 'AppointmentCancelled', 'AppointmentMarkedNoShow', 'AppointmentLapsed'],
];

/**
 * Folds the events of days by itself, without the code under test, and looks after each that what must always hold does:
 * no slot has more than its places, nobody is expected at two places at one time or has more open than the limit, and an
 * appointment ends once.
 */
export class LedgerOfDays {
  readonly #slots = new Map<string, readonly Slot[]>();
  readonly #standing = new Map<string, Standing>();
  /** By appointment, the type of the event that ended it. */
  readonly ended = new Map<string, string>();
  /** By appointment, the type of the last event that it had where it stands. */
  readonly last = new Map<string, AgendaDayEvent['type']>();
  readonly #numbers = new Map<string, number>();
  readonly #received = new Map<string, Set<string>>();
  readonly holds: { readonly id: string; readonly day: string; readonly subject: string; readonly instead?: string }[] =
    [];
  readonly appointments = new Map<string, string>();
  readonly accesses: { readonly id: string; readonly day: string }[] = [];
  readonly seen = new Set<string>();

  slotsOf(day: string): readonly Slot[] {
    return this.#slots.get(day) ?? [];
  }

  /** Ids of appointments that have a place. */
  get standing(): readonly string[] {
    return [...this.appointments.keys()].filter((id) => this.#stands(id));
  }

  /** Ids of the commitments that bind the time of those who have a place. */
  get commitments(): readonly string[] {
    return [...this.#standing.values()].flatMap(({ commitments }) => commitments);
  }

  /** Tells whether a hold stands. */
  isHeld(holdId: string): boolean {
    return this.#standing.has(`hold ${holdId}`);
  }

  /** Id of the person whose appointment it is, while it has a place. */
  whose(appointmentId: string): string | undefined {
    return this.#standing.get(`${appointmentId} ${this.appointments.get(appointmentId) ?? ''}`)?.subject;
  }

  /** Appointments, with their days, whose last event is of one of these types. */
  appointmentsAfter(...types: readonly AgendaDayEvent['type'][]): readonly (readonly [id: string, day: string])[] {
    return [...this.appointments].filter(([id]) => types.includes(this.last.get(id) ?? 'DayPlanned'));
  }

  enter(event: AgendaDayEvent, now: string, limit: number): void {
    this.seen.add(event.type);
    const { agendaId, date } = event.data;
    const day = `${agendaId}_${date}`;
    if ('appointmentId' in event.data) {
      const { appointmentId } = event.data;
      // The day that it has left may say so late, and until it has may have no room for it any more.
      const isGone = OF_A_DAY_LEFT.includes(event.type) && this.appointments.get(appointmentId) !== day;
      if (!isGone) expect([event.type, this.ended.get(appointmentId)]).toEqual([event.type, undefined]);
      if (FINAL.includes(event.type)) this.ended.set(appointmentId, event.type);
      if (!isGone) this.last.set(appointmentId, event.type);
    }
    this.#change(event, day, now);
    this.#check(now, limit);
  }

  #change(event: AgendaDayEvent, day: string, now: string): void {
    switch (event.type) {
      case 'DayPlanned':
        this.#slots.set(day, event.data.slots);
        break;
      case 'SlotHeld':
        this.#held(event.data, day);
        break;
      case 'SlotHoldReleased':
      case 'SlotHoldExpired':
        this.#leave(`hold ${event.data.holdId}`);
        break;
      case 'AppointmentBooked':
      case 'AppointmentReinstated':
      case 'AppointmentRescheduled': {
        const { appointmentId } = event.data;
        if ('holdId' in event.data) this.#leave(`hold ${event.data.holdId}`);
        // Until the day that it leaves has said so, the place there is taken, and binds nobody.
        for (const [key, there] of this.#standing) {
          if (!key.startsWith(`${appointmentId} `)) continue;
          if (there.day === day) this.#standing.delete(key);
          else this.#standing.set(key, { ...there, binds: false });
        }
        this.appointments.set(appointmentId, day);
        this.#stand(`${appointmentId} ${day}`, event.data, day);
        break;
      }
      case 'AppointmentMovedAway':
        // Within a day it has left its place by the act itself.
        if (this.appointments.get(event.data.appointmentId) !== day)
          this.#standing.delete(`${event.data.appointmentId} ${day}`);
        break;
      case 'AppointmentCancelled':
      case 'AppointmentDisplacedByClosure':
      case 'AppointmentDisplacedWhileMoving':
      case 'AppointmentCompleted':
      case 'AppointmentMarkedNoShow':
      case 'AppointmentLapsed':
        this.#standing.delete(`${event.data.appointmentId} ${day}`);
        this.#receivedOn(day).delete(event.data.appointmentId);
        break;
      case 'AppointmentCheckedIn':
        this.#number(day, event.data.queueNumber);
        break;
      case 'AppointmentStarted':
        this.#receivedOn(day).add(event.data.appointmentId);
        break;
      case 'AccessRegistered':
        this.accesses.push({ id: event.data.accessId, day });
        this.#number(day, event.data.queueNumber);
        break;
      case 'AccessStarted':
        this.#receivedOn(day).add(event.data.accessId);
        this.#checkUnpromised(day, now);
        break;
      case 'AccessCompleted':
      case 'AccessAbandoned':
        this.#receivedOn(day).delete(event.data.accessId);
        break;
      default:
    }
  }

  #receivedOn(day: string): Set<string> {
    const received = this.#received.get(day) ?? new Set();
    this.#received.set(day, received);
    return received;
  }

  /** Who comes without an appointment leaves a place for all who are due in the present slot (A4). */
  #checkUnpromised(day: string, now: string): void {
    const slot = this.slotsOf(day).find(({ startsAt, endsAt }) => startsAt <= now && now < endsAt);
    if (!slot) return;
    const due = [...this.#standing].filter(([, there]) => there.day === day && covers(there, slot));
    const others = [...this.#receivedOn(day)].filter((id) => !due.some(([key]) => key.startsWith(`${id} `)));
    expect(due.length + others.length).toBeLessThanOrEqual(slot.capacity);
  }

  /** One row of numbers for all of a day, each given once. */
  #number(day: string, number: number): void {
    expect(number).toBe((this.#numbers.get(day) ?? 0) + 1);
    this.#numbers.set(day, number);
  }

  #held(hold: Place & { holdId: string; instead?: { appointmentId: string } }, day: string): void {
    const { holdId: id, subject, instead } = hold;
    const place = { id, day, subject, ...(instead ? { instead: instead.appointmentId } : {}) };
    this.holds.push(place);
    this.#stand(`hold ${id}`, hold, day, place.instead);
  }

  #stand(key: string, place: Place, day: string, instead?: string): void {
    const { startsAt, endsAt, subject, commitmentId, second } = place;
    const commitments = [commitmentId, ...(second ? [second.commitmentId] : [])];
    const who = { subject, second: second?.subject, commitments };
    this.#standing.set(key, { day, startsAt, endsAt, ...who, instead, binds: true });
  }

  #leave(key: string): void {
    expect(this.#standing.delete(key)).toBe(true);
  }

  #check(now: string, limit: number): void {
    const all = [...this.#standing.values()];
    for (const [day, slots] of this.#slots) {
      for (const slot of slots) {
        const there = all.filter((one) => one.day === day && covers(one, slot));
        expect(there.length).toBeLessThanOrEqual(slot.capacity);
      }
    }
    const binding = all.filter(({ binds, instead }) => binds && !this.#stands(instead));
    for (const subject of new Set(binding.flatMap((one) => [one.subject, one.second ?? one.subject]))) {
      const theirs = binding.filter((one) => one.subject === subject || one.second === subject);
      const ordered = theirs.toSorted((one, other) => (one.startsAt < other.startsAt ? -1 : 1));
      for (const [index, one] of ordered.entries()) {
        const next = ordered[index + 1];
        if (next) expect(one.endsAt <= next.startsAt).toBe(true);
      }
      // All of the days here are of one service line; what one comes to with somebody else is theirs.
      const own = theirs.filter((one) => one.subject === subject && one.endsAt > now);
      expect(own.length).toBeLessThanOrEqual(limit);
    }
  }

  /** Tells whether an appointment has a place somewhere. */
  #stands(appointmentId: string | undefined): boolean {
    if (appointmentId === undefined) return false;
    return [...this.#standing.keys()].some((key) => key.startsWith(`${appointmentId} `));
  }
}

function covers(place: { startsAt: string; endsAt: string }, slot: Slot): boolean {
  return place.startsAt <= slot.startsAt && slot.endsAt <= place.endsAt;
}
