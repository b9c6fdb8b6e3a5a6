import { bookAppointment, joinWaitlist, type AppointmentMode, type WaitlistOffered } from '#agenda';
import { streamName, type EventOf } from '#kernel/domain';
import type { DemoAgenda } from './demo-month.ts';
import type { DemoStage } from './demo-stage.ts';
import type { FictitiousPerson } from './people.ts';

/** Somebody who found no place, and waits for one. */
interface Waiting {
  readonly agenda: DemoAgenda;
  readonly person: FictitiousPerson;
  readonly serviceId: string;
  readonly mode: AppointmentMode;
  /** Comes with them. */
  readonly secondPerson?: FictitiousPerson;
  /** Takes what they are offered; the others let it pass. */
  readonly accepts: boolean;
}

type Offer = EventOf<typeof WaitlistOffered>['data'];

/** Citizens of the demonstration who wait: they join the list of an agenda, and take what they are offered, or do not. */
export class DemoWaiting {
  readonly #waiting = new Map<string, Waiting>();
  /** How far the list of each agenda was read. */
  readonly #read = new Map<DemoAgenda, number>();

  constructor(readonly stage: DemoStage) {}

  async join(waiting: Waiting): Promise<void> {
    const { agenda, person: citizen, serviceId, mode } = waiting;
    const { agendaId, desk } = agenda;
    const wish = { agendaId, mode, serviceId, citizen };
    const joined = await this.stage.give(joinWaitlist, wish, desk);
    const event = joined?.events[0];
    if (!event) return;
    this.#waiting.set((event.data as { entryId: string }).entryId, waiting);
    if (!this.#read.has(agenda)) this.#read.set(agenda, 0);
  }

  /** Those who were offered a place since they were last asked take it, or do not. */
  async takeOffers(): Promise<void> {
    await this.stage.each([...this.#read.keys()], async (agenda) => {
      for (const offer of await this.#offersOf(agenda)) {
        const waiting = this.#waiting.get(offer.entryId);
        if (!waiting?.accepts) continue;
        const { agendaId, date, holdId } = offer;
        const { serviceId, person: citizen, secondPerson } = waiting;
        const booking = { agendaId, date, holdId, serviceId, citizen, ...(secondPerson ? { secondPerson } : {}) };
        await this.stage.give(bookAppointment, booking, agenda.desk);
      }
    });
  }

  async #offersOf(agenda: DemoAgenda): Promise<readonly Offer[]> {
    const { eventStore } = this.stage.application.stores;
    const from = this.#read.get(agenda) ?? 0;
    const events = await eventStore.readStream(streamName('Waitlist', agenda.agendaId), from);
    this.#read.set(agenda, from + events.length);
    return events.filter(({ type }) => type === 'WaitlistOffered').map(({ data }) => data as Offer);
  }
}
