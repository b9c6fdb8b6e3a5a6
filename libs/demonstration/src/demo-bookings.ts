import { addDays, weekdayOf } from '#italy';
import { bookAppointment, cancelAppointment, holdSlot } from '#agenda';
import type { CommandResult } from '#kernel/domain';
import { Temporal } from 'temporal-polyfill';
import type { DemoAgenda } from './demo-month.ts';
import type { DemoStage } from './demo-stage.ts';
import { DemoWaiting } from './demo-waiting.ts';
import { fictitiousPerson, type FictitiousPerson } from './people.ts';

/** What a citizen of the demonstration wants to do: chosen before anything is given, so that it is repeatable. */
interface Wish {
  readonly agenda: DemoAgenda;
  readonly person: FictitiousPerson;
  readonly date: string;
  readonly start: string;
  readonly serviceId: string;
  /** Books at once, holds first, or holds and never comes back. */
  readonly way: 'BOOK' | 'HOLD_AND_BOOK' | 'HOLD_ONLY';
  /** Where the place is taken: waits for one, and takes what is offered, or lets it pass. */
  readonly otherwise: 'GO' | 'WAIT' | 'WAIT_IN_VAIN';
}

interface Booked {
  readonly agenda: DemoAgenda;
  readonly date: string;
  readonly appointmentId: string;
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
const DAYS_AHEAD = 21;
const CANCELLED = 0.07;

/** Citizens of the demonstration, who book, hold, forget and cancel, day after day. */
export class DemoBookings {
  #people = 0;
  #booked: Booked[] = [];
  readonly #waiting: DemoWaiting;

  constructor(
    readonly stage: DemoStage,
    readonly agendas: readonly DemoAgenda[],
  ) {
    this.#waiting = new DemoWaiting(stage);
  }

  /**
   * Plays one day.
   * @param date `yyyy-mm-dd` in Rome
   * @param wishes how many citizens come over the day
   */
  async playDay(date: string, wishes: number): Promise<void> {
    for (const hour of HOURS_OF_BOOKING) {
      await this.stage.moveTo(instantInRome(date, hour));
      await this.#waiting.takeOffers();
      const share = Math.ceil(wishes / HOURS_OF_BOOKING.length);
      const wanted = Array.from({ length: share }, () => this.#wish(date));
      const lines = [...Map.groupBy(wanted, ({ agenda, date }) => `${agenda.agendaId} ${date}`).values()];
      const outcomes = (await this.stage.each(lines, (line) => this.#inTurn(line))).flat();
      for (const { booked } of outcomes) if (booked && this.stage.random.chance(CANCELLED)) this.#booked.push(booked);
      await this.#wait(outcomes.flatMap(({ wish, isFull }) => (isFull ? [wish] : [])));
    }
    const cancelled = this.#booked;
    this.#booked = [];
    // By agenda: which place is freed first decides who is offered it.
    await this.stage.each([...Map.groupBy(cancelled, ({ agenda }) => agenda).values()], async (ofAgenda) => {
      for (const { agenda, ...appointment } of ofAgenda) {
        const { agendaId, desk } = agenda;
        await this.stage.give(cancelAppointment, { agendaId, ...appointment, reason: 'CANNOT_ATTEND' }, desk);
      }
    });
    await this.stage.moveTo(instantInRome(date, HOURS_OF_BOOKING.at(-1) ?? 0));
    await this.#waiting.takeOffers();
  }

  /** Of those who found no place some wait for one, in the order in which they came. */
  async #wait(wishes: readonly Wish[]): Promise<void> {
    const waiting = wishes.filter(({ otherwise }) => otherwise !== 'GO');
    await this.stage.each([...Map.groupBy(waiting, ({ agenda }) => agenda).values()], async (ofAgenda) => {
      for (const { agenda, person, serviceId, otherwise } of ofAgenda) {
        await this.#waiting.join({ agenda, person, serviceId, accepts: otherwise === 'WAIT' });
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
    const agenda = random.pick(this.agendas);
    return {
      agenda,
      person: fictitiousPerson((this.#people += 1), random),
      date: nextWorkingDay(addDays(today, random.integer(1, DAYS_AHEAD))),
      // Early hours are asked for more often than there are places.
      start: SLOTS[Math.min(random.integer(0, SLOTS.length - 1), random.integer(0, SLOTS.length - 1))] ?? '08:30',
      serviceId: random.pick(agenda.services),
      otherwise: luck > 15 ? 'GO' : luck > 4 ? 'WAIT' : 'WAIT_IN_VAIN',
      way: luck <= 80 ? 'BOOK' : luck <= 97 ? 'HOLD_AND_BOOK' : 'HOLD_ONLY',
    };
  }

  async #fulfil({ agenda, person, date, start, serviceId, way }: Wish): Promise<Booked | undefined> {
    const { stage } = this;
    const { agendaId, desk } = agenda;
    const day = { agendaId, date };
    const mode = 'IN_PERSON' as const;
    let result: CommandResult | undefined;
    if (way === 'BOOK') {
      result = await stage.give(bookAppointment, { ...day, start, mode, serviceId, citizen: person }, desk);
    } else {
      const { fiscalCode } = person;
      const held = await stage.give(holdSlot, { ...day, start, mode, citizen: { fiscalCode } }, desk);
      const holdId = heldId(held);
      if (holdId === undefined || way === 'HOLD_ONLY') return undefined;
      result = await stage.give(bookAppointment, { ...day, holdId, serviceId, citizen: person }, desk);
    }
    const appointmentId = bookedId(result);
    return appointmentId === undefined ? undefined : { agenda, date, appointmentId };
  }
}

function heldId(result: CommandResult | undefined): string | undefined {
  const held = result?.events.find(({ type }) => type === 'SlotHeld');
  return (held?.data as { holdId: string } | undefined)?.holdId;
}

function bookedId(result: CommandResult | undefined): string | undefined {
  const booked = result?.events.find(({ type }) => type === 'AppointmentBooked');
  return (booked?.data as { appointmentId: string } | undefined)?.appointmentId;
}

function nextWorkingDay(date: string): string {
  const weekday = weekdayOf(date);
  return weekday <= 5 ? date : addDays(date, 8 - weekday);
}

/** When it is this hour in Rome, in milliseconds since the epoch. */
export function instantInRome(date: string, hour: number): number {
  return Temporal.PlainDate.from(date).toZonedDateTime({
    timeZone: 'Europe/Rome',
    plainTime: Temporal.PlainTime.from({ hour }),
  }).epochMilliseconds;
}
