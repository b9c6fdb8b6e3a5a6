import { addDays, weekdayOf } from '#italy';
import type { AppointmentMode, BookingChannel } from '#agenda';
import { requireService } from '#services';
import { book, bookHeld, cancel, hold, move, type Booked, type DemoBooking } from './demo-citizen.ts';
import { instantInRome } from './demo-clock.ts';
import type { DemoDesk } from './demo-desk.ts';
import type { DemoAgenda } from './demo-month.ts';
import type { DemoStage } from './demo-stage.ts';
import { DemoWaiting } from './demo-waiting.ts';
import { fictitiousPerson } from './people.ts';

/** What a citizen of the demonstration wants to do: chosen before anything is given, so that it is repeatable. */
interface Wish extends DemoBooking {
  /** Books at once, holds first, or holds and never comes back. */
  readonly way: 'BOOK' | 'HOLD_AND_BOOK' | 'HOLD_ONLY';
  /** Where the place is taken: waits for one, and takes what is offered, or lets it pass. */
  readonly otherwise: 'GO' | 'WAIT' | 'WAIT_IN_VAIN';
}

/** What became of a wish: a place, or none that could be had. */
interface Outcome {
  readonly wish: Wish;
  readonly booked?: Booked;
  readonly isFull?: boolean;
}

const HOURS_OF_BOOKING = [8, 10, 12, 15, 18];
const SLOTS = Array.from({ length: 24 }, (_, index) => {
  const minutes = 8 * 60 + 30 + index * 10;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
});
/** How far ahead citizens book, in days. */
export const DAYS_AHEAD = 21;
const [CANCELLED, MOVED] = [0.07, 0.03];
/** So many of a hundred come in person; the others are called back. */
const IN_PERSON = 85;
/** Of a hundred, what comes through each channel. */
const CHANNELS: readonly (readonly [upTo: number, channel: BookingChannel])[] = [
  [30, 'DESK'],
  [60, 'PORTAL'],
  [80, 'APP'],
  [92, 'CONTACT_CENTRE'],
  [100, 'AUTOMATIC_CONTACT_CENTRE'],
];

/** Citizens of the demonstration, who book, hold, forget, move and cancel, day after day. */
export class DemoBookings {
  #people = 0;
  #booked: Booked[] = [];
  /** Appointments by their days, as they were booked. */
  readonly #days = new Map<string, number>();
  readonly #waiting: DemoWaiting;

  constructor(
    readonly stage: DemoStage,
    readonly agendas: readonly DemoAgenda[],
    readonly desk: Pick<DemoDesk, 'workUntil'>,
  ) {
    this.#waiting = new DemoWaiting(stage);
  }

  /** About how many appointments are to be kept on days from one to another, neither included. */
  bookedBetween(after: string, before: string): number {
    let sum = 0;
    for (const [date, booked] of this.#days) if (date > after && date < before) sum += booked;
    return sum;
  }

  /**
   * Plays one day, on which the desks work meanwhile.
   * @param date `yyyy-mm-dd` in Rome
   * @param wishes how many citizens come over the day
   */
  async playDay(date: string, wishes: number): Promise<void> {
    const upTo = (hours: number): number => Math.round((wishes * hours) / HOURS_OF_BOOKING.length);
    for (const [index, hour] of HOURS_OF_BOOKING.entries()) {
      const time = instantInRome(date, hour);
      await this.desk.workUntil(time);
      await this.stage.moveTo(time);
      await this.#waiting.takeOffers();
      const wanted = Array.from({ length: upTo(index + 1) - upTo(index) }, () => this.#wish(date));
      const lines = [...Map.groupBy(wanted, ({ agenda, date }) => `${agenda.agendaId} ${date}`).values()];
      const outcomes = (await this.stage.each(lines, (line) => this.#inTurn(line))).flat();
      for (const { booked } of outcomes) if (booked) this.#remember(booked);
      await this.#wait(outcomes.flatMap(({ wish, isFull }) => (isFull ? [wish] : [])));
    }
    await this.desk.workUntil();
    await this.#changeTheirMinds();
    await this.stage.moveTo(instantInRome(date, HOURS_OF_BOOKING.at(-1) ?? 0));
    await this.#waiting.takeOffers();
  }

  #remember(booked: Booked): void {
    this.#booked.push(booked);
    this.#days.set(booked.date, (this.#days.get(booked.date) ?? 0) + 1);
  }

  /** Of those who booked today some move to another day, and some cancel. */
  async #changeTheirMinds(): Promise<void> {
    const { random } = this.stage;
    const changes = this.#booked.flatMap((booked): { booked: Booked; to?: { date: string; start: string } }[] => {
      if (random.chance(CANCELLED)) return [{ booked }];
      if (!random.chance(MOVED)) return [];
      return [{ booked, to: { date: nextWorkingDay(addDays(booked.date, 1)), start: random.pick(SLOTS) } }];
    });
    this.#booked = [];
    // By agenda: which place is freed first decides who is offered it.
    const byAgenda = [...Map.groupBy(changes, ({ booked }) => booked.agenda).values()];
    await this.stage.each(byAgenda, async (ofAgenda) => {
      for (const { booked, to } of ofAgenda) {
        if (to) await move(this.stage, booked, to);
        else await cancel(this.stage, booked);
      }
    });
  }

  /** Of those who found no place some wait for one, in the order in which they came. */
  async #wait(wishes: readonly Wish[]): Promise<void> {
    const waiting = wishes.filter(({ otherwise }) => otherwise !== 'GO');
    await this.stage.each([...Map.groupBy(waiting, ({ agenda }) => agenda).values()], async (ofAgenda) => {
      for (const { agenda, person, serviceId, secondPerson, mode = 'IN_PERSON', otherwise } of ofAgenda) {
        const two = secondPerson ? { secondPerson } : {};
        await this.#waiting.join({ agenda, person, serviceId, mode, ...two, accepts: otherwise === 'WAIT' });
      }
    });
  }

  /** Of those who want the same day: who gets the last place depends on the seed alone, and not on the machine. */
  async #inTurn(line: readonly Wish[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const wish of line) {
      const booked = await this.#fulfil(wish);
      outcomes.push(booked ? { wish, booked } : { wish, isFull: wish.way !== 'HOLD_ONLY' });
    }
    return outcomes;
  }

  #wish(today: string): Wish {
    const { random } = this.stage;
    const luck = random.integer(1, 100);
    const through = random.integer(1, 100);
    const agenda = random.pick(this.agendas);
    const serviceId = random.pick(agenda.services);
    const mode: AppointmentMode = random.integer(1, 100) <= IN_PERSON ? 'IN_PERSON' : 'PHONE_CALLBACK';
    return {
      ...{ agenda, serviceId, mode },
      person: this.#somebody(),
      ...(requireService(serviceId).secondPerson ? { secondPerson: this.#somebody() } : {}),
      date: nextWorkingDay(addDays(today, random.integer(1, DAYS_AHEAD))),
      // Early hours are asked for more often than there are places.
      start: SLOTS[Math.min(random.integer(0, SLOTS.length - 1), random.integer(0, SLOTS.length - 1))] ?? '08:30',
      channel: CHANNELS.find(([upTo]) => through <= upTo)?.[1] ?? 'DESK',
      otherwise: luck > 15 ? 'GO' : luck > 4 ? 'WAIT' : 'WAIT_IN_VAIN',
      way: luck <= 80 ? 'BOOK' : luck <= 97 ? 'HOLD_AND_BOOK' : 'HOLD_ONLY',
    };
  }

  #somebody() {
    return fictitiousPerson((this.#people += 1), this.stage.random);
  }

  async #fulfil({ way, otherwise: _otherwise, ...booking }: Wish): Promise<Booked | undefined> {
    if (way === 'BOOK') return book(this.stage, booking);
    const held = await hold(this.stage, booking);
    if (!held || way === 'HOLD_ONLY') return undefined;
    return bookHeld(this.stage, booking, held);
  }
}

/** The same day, or the Monday after a weekend. */
export function nextWorkingDay(date: string): string {
  const weekday = weekdayOf(date);
  return weekday <= 5 ? date : addDays(date, 8 - weekday);
}
