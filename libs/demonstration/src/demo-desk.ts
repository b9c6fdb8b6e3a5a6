import {
  callAccess,
  callAppointment,
  checkInAppointment,
  completeAccess,
  completeAppointment,
  markNoShow,
  registerAccess,
  startAccess,
  startAppointment,
} from '#agenda';
import { expectedOn, type Expected } from './demo-day.ts';
import type { DemoAgenda } from './demo-month.ts';
import type { DemoStage } from './demo-stage.ts';

/** Something that is done at a desk. */
interface Step {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly give: () => Promise<unknown>;
}

/** Somebody who could not be reached. */
interface Unreached {
  readonly agenda: DemoAgenda;
  readonly date: string;
  readonly appointmentId: string;
}

const MINUTE_MS = 60_000;
/** Desks are played in steps of so many minutes. */
const STEP_MINUTES = 10;
/** How long before their time people come, at most, and how long they are received. */
const EARLY_MINUTES = 30;
const RECEIVED_MINUTES = 10;
/** How many are in the queue of each agenda when the demonstration ends. */
const WAITING_AT_THE_END = 2;
/** How often somebody is called before it counts that they do not come. */
const CALLS = 3;

/** Of a hundred in person: so many come, so many are called in vain, and the rest is left to the end of the day. */
const [OF_THOSE_WHO_COME, OF_THOSE_CALLED_IN_VAIN] = [86, 93];
const OF_THOSE_REACHED = 0.9;
const OF_THE_SOLVED = 0.8;
const OF_THOSE_CALLED = 0.3;
/** How often somebody comes to an agenda of a day without an appointment. */
const OF_ACCESSES = 0.4;

/** Who works at the desks of the demonstration: they receive whoever has an appointment, and whoever has none. */
export class DemoDesk {
  #steps: (readonly Step[])[] = [];
  #unreached: Unreached[] = [];

  constructor(
    readonly stage: DemoStage,
    readonly agendas: readonly DemoAgenda[],
  ) {}

  /**
   * Begins a day: writes down who could not be reached the day before, and looks at who is expected.
   * @param date `yyyy-mm-dd` in Rome
   * @returns how many commands the desks are going to give
   */
  async begin(date: string): Promise<number> {
    const expected = await this.#expectedOn(date);
    // What becomes of each is chosen here, in order: the desks then work side by side.
    this.#steps = this.agendas.map((agenda) => this.#dayOf(agenda, date, expected.get(agenda.agendaId) ?? []));
    return this.#steps.reduce((sum, { length }) => sum + length, 0);
  }

  /** The desks open on the day on which the demonstration ends: the first who come are there and wait. */
  async open(date: string): Promise<void> {
    const expected = await this.#expectedOn(date);
    await this.stage.each(this.agendas, async ({ agendaId, desk }) => {
      const first = (expected.get(agendaId) ?? []).filter(({ mode, isForTwo }) => mode === 'IN_PERSON' && !isForTwo);
      for (const { appointmentId } of first.slice(0, WAITING_AT_THE_END)) {
        await this.stage.give(checkInAppointment, { agendaId, date, appointmentId }, desk);
      }
    });
  }

  /** Whom each agenda expects; who could not be reached the day before is written down first. */
  async #expectedOn(date: string): Promise<ReadonlyMap<string, readonly Expected[]>> {
    const unreached = this.#unreached;
    this.#unreached = [];
    await this.stage.each(unreached, ({ agenda: { agendaId, desk }, ...missed }) =>
      this.stage.give(markNoShow, { agendaId, ...missed }, desk),
    );
    const expected = await this.stage.each(this.agendas, (agenda) => expectedOn(this.stage, agenda, date));
    return new Map(this.agendas.map(({ agendaId }, index) => [agendaId, expected[index] ?? []]));
  }

  /**
   * The desks work until a moment of their day, or to its end.
   * @param time milliseconds since the epoch
   */
  async workUntil(time = Infinity): Promise<void> {
    const due = this.#steps.map((steps) => steps.filter(({ at }) => at < time));
    this.#steps = this.#steps.map((steps) => steps.filter(({ at }) => at >= time));
    for (const now of [...new Set(due.flat().map(({ at }) => at))].toSorted((one, other) => one - other)) {
      this.stage.clock.playAt(now);
      await this.stage.all(due, async (steps) => {
        for (const { at, give } of steps) if (at === now) await give();
      });
    }
  }

  #dayOf(agenda: DemoAgenda, date: string, expected: readonly Expected[]): readonly Step[] {
    const steps = expected.flatMap((one) =>
      one.mode === 'IN_PERSON' ? this.#atDesk(agenda, date, one) : this.#fromAfar(agenda, date, one),
    );
    const isOpen = expected.some(({ mode }) => mode === 'IN_PERSON');
    const comesSomebody = this.stage.random.chance(OF_ACCESSES);
    return isOpen && comesSomebody ? [...steps, ...this.#unbooked(agenda, date, expected)] : steps;
  }

  #atDesk(agenda: DemoAgenda, date: string, one: Expected): readonly Step[] {
    const { random } = this.stage;
    const { agendaId, desk } = agenda;
    const which = { agendaId, date, appointmentId: one.appointmentId };
    const [luck, early, isCalled] = [
      random.integer(1, 100),
      random.integer(STEP_MINUTES + 1, EARLY_MINUTES),
      random.chance(OF_THOSE_CALLED),
    ];
    const call = (minutes: number, nth = 1): Step =>
      this.#step(one.startsAt, minutes, () => this.stage.give(callAppointment, which, desk, nth));
    // Nobody marks whom was called three times: the policy does, once the minutes are over.
    if (luck > OF_THOSE_WHO_COME) {
      return luck > OF_THOSE_CALLED_IN_VAIN
        ? []
        : Array.from({ length: CALLS }, (_none, index) => call(index * STEP_MINUTES, index + 1));
    }
    const both = one.isForTwo ? { bothPresent: true as const } : {};
    return [
      this.#step(one.startsAt, -early, () => this.stage.give(checkInAppointment, { ...which, ...both }, desk)),
      ...(isCalled ? [call(0)] : []),
      this.#step(one.startsAt, 0, () => this.stage.give(startAppointment, which, desk)),
      this.#complete(agenda, date, one),
    ];
  }

  /** On the telephone, or by a web meeting: nobody checks in, and a policy ends nothing of it. */
  #fromAfar(agenda: DemoAgenda, date: string, one: Expected): readonly Step[] {
    const { agendaId, desk } = agenda;
    const { appointmentId, startsAt } = one;
    if (!this.stage.random.chance(OF_THOSE_REACHED)) {
      this.#unreached.push({ agenda, date, appointmentId });
      return [];
    }
    const start = () => this.stage.give(startAppointment, { agendaId, date, appointmentId }, desk);
    return [this.#step(startsAt, 0, start), this.#complete(agenda, date, one)];
  }

  #complete({ agendaId, desk }: DemoAgenda, date: string, { appointmentId, serviceId, startsAt }: Expected): Step {
    const solved = this.stage.random.chance(OF_THE_SOLVED);
    const outcome = { servicesDelivered: [serviceId], solved };
    return this.#step(startsAt, RECEIVED_MINUTES, () =>
      this.stage.give(completeAppointment, { agendaId, date, appointmentId, ...outcome }, desk),
    );
  }

  /**
   * Somebody comes without an appointment: received once nobody who has one is there any more, as places are promised to
   * these (A4). Now and then they do not wait for that.
   */
  #unbooked({ agendaId, desk, services }: DemoAgenda, date: string, expected: readonly Expected[]): readonly Step[] {
    const { stage } = this;
    const { random } = stage;
    const inPerson = expected.filter(({ mode }) => mode === 'IN_PERSON').map(({ startsAt }) => startsAt);
    const [first, last] = [Math.min(...inPerson), Math.max(...inPerson)];
    const [serviceId = '', waits] = [services[0], random.chance(OF_THE_SOLVED)];
    let accessId: string | undefined;
    const onAccess = (give: (which: { agendaId: string; date: string; accessId: string }) => Promise<unknown>) => () =>
      accessId === undefined ? Promise.resolve() : give({ agendaId, date, accessId });
    const register = async () => {
      const registered = await stage.give(registerAccess, { agendaId, date, serviceId }, desk);
      accessId = (registered?.events[0]?.data as { accessId: string } | undefined)?.accessId;
    };
    const steps = [this.#step(first, 0, register)];
    if (!waits) return steps;
    const outcome = { servicesDelivered: [serviceId], solved: true };
    return [
      ...steps,
      this.#step(
        last,
        3 * STEP_MINUTES,
        onAccess((which) => stage.give(callAccess, which, desk)),
      ),
      this.#step(
        last,
        3 * STEP_MINUTES,
        onAccess((which) => stage.give(startAccess, which, desk)),
      ),
      this.#step(
        last,
        4 * STEP_MINUTES,
        onAccess((which) => stage.give(completeAccess, { ...which, ...outcome }, desk)),
      ),
    ];
  }

  /** At the step that comes so many minutes after a time, or falls on it. */
  #step(time: number, minutes: number, give: Step['give']): Step {
    const grid = STEP_MINUTES * MINUTE_MS;
    return { at: Math.ceil((time + minutes * MINUTE_MS) / grid) * grid, give };
  }
}
