import { Random } from '#demonstration';
import { AGENDAS, TERRITORY, type SeededAgenda } from '../../e2e/support/agenda.ts';
import type { Answer, Api } from '../../e2e/support/api.ts';
import { fictitiousPerson } from '../../e2e/support/people.ts';

/** Who sends: a desk, the centre, and a client that reads; each before a balancer. */
interface Senders {
  readonly desk: Pick<Api, 'post'>;
  readonly centre: Pick<Api, 'post'>;
  readonly reader: Pick<Api, 'list'>;
}

interface Given {
  readonly agenda: SeededAgenda;
  readonly id: string;
  readonly who: number;
}

/** How often each is chosen, in so many. */
const WEIGHTS = {
  ...{ book: 9, bookTwo: 2, hold: 4, bookHold: 3, release: 1, holdInstead: 1 },
  ...{ cancel: 8, move: 4, join: 9, leave: 1, takeOffer: 3, declineOffer: 2 },
  ...{ close: 1, reopen: 2, closeUnit: 0.5, reopenUnit: 1, capacity: 1, erase: 0.5 },
} as const;
const ACTS = (Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]).flatMap((act) =>
  Array.from({ length: 2 * WEIGHTS[act] }, () => act),
);

/**
 * Whatever people and offices may want of two agendas on one day, chosen by chance; what is known of what they have follows
 * from the answers.
 */
export class RandomLife {
  readonly #random: Random;
  readonly #senders: Senders;
  readonly #agendas: readonly SeededAgenda[];
  readonly #people: number;
  readonly #holds: Given[] = [];
  readonly #appointments: Given[] = [];
  readonly #entries: Given[] = [];
  #closures: readonly Omit<Given, 'who'>[] = [];
  #unitClosures: readonly string[] = [];
  readonly answers: Answer[] = [];

  /**
   * @param agendas of one unit and of the line of general services, with slots on one day
   * @param people how many there are
   */
  constructor(
    senders: Senders,
    { agendas, people, seed }: { agendas: readonly SeededAgenda[]; people: number; seed: number },
  ) {
    this.#senders = senders;
    this.#agendas = agendas;
    this.#people = people;
    this.#random = new Random(seed);
  }

  /** So many acts, so many of them at any time. */
  async live(acts: number, atOnce: number): Promise<void> {
    let left = acts;
    const one = async (): Promise<void> => {
      while ((left -= 1) >= 0) {
        const answer = await this.#act();
        if (answer) this.answers.push(answer);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, one));
  }

  async #act(): Promise<Answer | undefined> {
    const { desk, centre } = this.#senders;
    const agenda = this.#random.pick(this.#agendas);
    const who = this.#random.integer(0, this.#people - 1);
    const citizen = fictitiousPerson(who);
    const { fiscalCode } = citizen;
    const start = this.#random.pick(agenda.starts);
    const units = this.#random.chance(0.3) ? { units: 2 } : {};
    const place = { start, mode: 'IN_PERSON', ...units };
    const { serviceId } = agenda;
    switch (this.#random.pick(ACTS)) {
      case 'book':
        return this.#booked(agenda, who, { ...place, serviceId, citizen });
      case 'bookTwo': {
        const secondPerson = fictitiousPerson((who + 1) % this.#people);
        return this.#booked(agenda, who, { ...place, serviceId: 'delega-identita-digitale', citizen, secondPerson });
      }
      case 'hold':
        return this.#held(agenda, who, { ...place, citizen: { fiscalCode } });
      case 'holdInstead':
        return this.#withOne(this.#appointments, (moving) => {
          const from = { agendaId: moving.agenda.agendaId, date: moving.agenda.date, appointmentId: moving.id };
          const whose = fictitiousPerson(moving.who).fiscalCode;
          return this.#held(agenda, moving.who, { ...place, citizen: { fiscalCode: whose }, instead: from });
        });
      case 'bookHold':
        return this.#withOne(this.#holds, (hold) => this.#bookedHold(hold));
      case 'release':
        return this.#withOne(this.#holds, (hold) => desk.post(`${hold.agenda.day}/holds/${hold.id}/release`));
      case 'cancel':
        return this.#withOne(this.#appointments, ({ agenda: { day }, id }) =>
          desk.post(`${day}/appointments/${id}/cancellation`, { reason: 'CANNOT_ATTEND' }),
        );
      case 'move':
        return this.#withOne(this.#appointments, (moving) => {
          const { agendaId, date } = agenda;
          return this.#moved(moving, agenda, { agendaId, date, start });
        });
      case 'join': {
        const wish = { mode: 'IN_PERSON', ...units, serviceId, citizen };
        const answer = await desk.post(`${AGENDAS}/${agenda.agendaId}/waiting-list`, wish);
        if (answer.status === 201) this.#entries.push({ agenda, id: idOf(answer), who });
        return answer;
      }
      case 'leave':
        return this.#withOne(this.#entries, (entry) =>
          desk.post(`${AGENDAS}/${entry.agenda.agendaId}/waiting-list/${entry.id}/withdrawal`),
        );
      case 'takeOffer':
        return this.#withOffer(agenda, ({ entryId, displaced, offer: { holdId } }) => {
          const known = displaced?.appointmentId ?? entryId;
          const own = [...this.#entries, ...this.#appointments].find(({ id }) => id === known);
          if (!own) return undefined;
          if (!displaced) return this.#bookedHold({ agenda, id: holdId, who: own.who });
          return this.#moved(own, agenda, { agendaId: agenda.agendaId, date: agenda.date, holdId });
        });
      case 'declineOffer':
        return this.#withOffer(agenda, ({ offer: { holdId } }) => desk.post(`${agenda.day}/holds/${holdId}/release`));
      case 'close': {
        const answer = await centre.post(`${AGENDAS}/${agenda.agendaId}/closures`, this.#period(agenda, start));
        if (answer.status === 201) this.#closures = [...this.#closures, { agenda, id: idOf(answer) }];
        return answer;
      }
      case 'reopen':
        return this.#withOne(this.#closures, async (closure) => {
          const answer = await centre.post(`${AGENDAS}/${closure.agenda.agendaId}/closures/${closure.id}/withdrawal`);
          if (answer.status === 200) this.#closures = this.#closures.filter((one) => one !== closure);
          return answer;
        });
      case 'closeUnit': {
        const period = this.#period(agenda, start);
        const answer = await centre.post('/rest/agenda/v1/unit-closures', { unit: TERRITORY.unit, ...period });
        if (answer.status === 201) this.#unitClosures = [...this.#unitClosures, idOf(answer)];
        return answer;
      }
      case 'reopenUnit':
        return this.#withOne(this.#unitClosures, async (id) => {
          const answer = await centre.post(`/rest/agenda/v1/unit-closures/${id}/withdrawal`);
          if (answer.status === 200) this.#unitClosures = this.#unitClosures.filter((one) => one !== id);
          return answer;
        });
      case 'capacity': {
        const capacity = { capacity: this.#random.integer(1, 3) };
        return centre.post(`${AGENDAS}/${agenda.agendaId}/opening-bands/${agenda.bandId}/capacity`, capacity);
      }
      case 'erase':
        return centre.post('/rest/privacy/v1/erasures', {
          ...{ fiscalCode, ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta scritta' },
        });
    }
  }

  /** A day, or the hours of one slot of it. */
  #period({ date, starts }: SeededAgenda, from: string): object {
    const to = starts[starts.indexOf(from) + 1] ?? '24:00';
    const hours = this.#random.chance(0.05) ? {} : { hours: { from, to } };
    return { from: date, until: date, ...hours, reason: 'Guasto' };
  }

  async #booked(agenda: SeededAgenda, who: number, body: object): Promise<Answer> {
    const answer = await this.#senders.desk.post(`${agenda.day}/appointments`, body);
    if (answer.status === 201) this.#appointments.push({ agenda, id: idOf(answer), who });
    return answer;
  }

  #bookedHold({ agenda, id: holdId, who }: Given): Promise<Answer> {
    const citizen = fictitiousPerson(who);
    return this.#booked(agenda, who, { holdId, serviceId: agenda.serviceId, citizen });
  }

  async #held(agenda: SeededAgenda, who: number, body: object): Promise<Answer> {
    const answer = await this.#senders.desk.post(`${agenda.day}/holds`, body);
    if (answer.status === 201) this.#holds.push({ agenda, id: idOf(answer), who });
    return answer;
  }

  async #moved(moving: Given, agenda: SeededAgenda, to: object): Promise<Answer> {
    const path = `${moving.agenda.day}/appointments/${moving.id}/rescheduling`;
    const answer = await this.#senders.desk.post(path, { to });
    if (answer.status === 200) this.#appointments.push({ ...moving, agenda });
    return answer;
  }

  /** Mostly one of the last. */
  async #withOne<T>(from: readonly T[], act: (one: T) => Promise<Answer>): Promise<Answer | undefined> {
    const some = this.#random.chance(0.8) ? from.slice(-6) : from;
    return some.length === 0 ? undefined : act(this.#random.pick(some));
  }

  async #withOffer(
    { agendaId }: SeededAgenda,
    act: (entry: OfferedEntry) => Promise<Answer> | undefined,
  ): Promise<Answer | undefined> {
    const entries = await this.#senders.reader.list(`${AGENDAS}/${agendaId}/waiting-list?purpose=SPORTELLO`);
    const offered = (entries as Waits[]).filter((entry): entry is OfferedEntry => entry.offer !== null);
    return offered.length === 0 ? undefined : act(this.#random.pick(offered));
  }
}

interface Waits {
  readonly entryId: string;
  readonly displaced: { readonly appointmentId: string } | null;
  readonly offer: { readonly holdId: string } | null;
}
type OfferedEntry = Waits & { readonly offer: { readonly holdId: string } };

function idOf({ body }: Answer): string {
  return (body as { readonly id: string }).id;
}
