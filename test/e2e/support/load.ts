import type { Random } from '#demonstration';
import type { SeededAgenda } from './agenda.ts';
import type { Answer, Api } from './api.ts';
import { fictitiousBodyCode, fictitiousPerson, type FictitiousPerson } from './people.ts';

export const HOST_BODIES = '/rest/organisation/v1/host-bodies';

/** Something that a client wants done, until there is an answer. */
export interface Wish {
  readonly kind: 'BOOK' | 'HOLD' | 'BOOK_HELD' | 'RELEASE' | 'CANCEL' | 'REGISTER_HOST';
  readonly key: string;
  readonly path: string;
  readonly body: object;
  /** Of a booking or hold. */
  readonly person?: FictitiousPerson;
  answer?: Answer;
}

/** A hold or an appointment that was acknowledged, and not yet touched again. */
interface Taken {
  readonly path: string;
  readonly day: string;
  readonly serviceId: string;
  readonly id: string;
  readonly person: FictitiousPerson;
}

/** Numbers of people and bodies of one client; those of two clients never meet. */
const PER_CLIENT = 100_000;

/**
 * A client that books, holds, books what it holds, gives up, cancels and registers hosting bodies, and knows for each
 * wish whether it was answered. What it wants depends on its random choices and on the answers.
 */
export class LoadingClient {
  readonly wishes: Wish[] = [];
  readonly #holds: Taken[] = [];
  readonly #appointments: Taken[] = [];
  #number: number;

  /** @param client tells clients apart */
  constructor(
    readonly client: number,
    readonly random: Random,
    readonly agendas: readonly SeededAgenda[],
  ) {
    this.#number = client * PER_CLIENT;
  }

  /**
   * Repeats what was not answered, each under its Idempotency-Key, then wishes on, until nobody answers any more.
   * @param onAnswer told of each answer
   */
  async work(api: Pick<Api, 'post'>, onAnswer: () => void): Promise<void> {
    const open = this.wishes.filter(({ answer }) => answer === undefined);
    for (;;) {
      const wish = open.shift() ?? this.#next();
      try {
        wish.answer = await api.post(wish.path, wish.body, { key: wish.key });
      } catch {
        return; // The connection broke, or was refused: nobody knows what became of this wish.
      }
      this.#remember(wish, wish.answer);
      onAnswer();
    }
  }

  /** Repeats what was not answered, and wishes nothing more. */
  async finish(api: Pick<Api, 'post'>): Promise<void> {
    for (const wish of this.wishes.filter(({ answer }) => answer === undefined)) {
      wish.answer = await api.post(wish.path, wish.body, { key: wish.key });
    }
  }

  #next(): Wish {
    const luck = this.random.integer(1, 100);
    const wish =
      (luck > 85 ? this.#registerHost() : undefined) ??
      (luck > 72 ? this.#bookHeld() : undefined) ??
      (luck > 65 ? this.#release() : undefined) ??
      (luck > 50 ? this.#cancel() : undefined) ??
      (luck > 30 ? this.#hold() : this.#book());
    this.wishes.push(wish);
    return wish;
  }

  #book(): Wish {
    const { agenda, start } = this.#place();
    const person = this.#person();
    const body = { start, mode: 'IN_PERSON', serviceId: agenda.serviceId, citizen: person };
    return { kind: 'BOOK', key: this.#key(), path: `${agenda.day}/appointments`, body, person };
  }

  #hold(): Wish {
    const { agenda, start } = this.#place();
    const person = this.#person();
    const body = { start, mode: 'IN_PERSON', citizen: { fiscalCode: person.fiscalCode } };
    return { kind: 'HOLD', key: this.#key(), path: `${agenda.day}/holds`, body, person };
  }

  #bookHeld(): Wish | undefined {
    const held = this.#holds.pop();
    if (!held) return undefined;
    const body = { holdId: held.id, serviceId: held.serviceId, citizen: held.person };
    return { kind: 'BOOK_HELD', key: this.#key(), path: `${held.day}/appointments`, body, person: held.person };
  }

  #release(): Wish | undefined {
    const held = this.#holds.shift();
    return held && { kind: 'RELEASE', key: this.#key(), path: `${held.path}/${held.id}/release`, body: {} };
  }

  #cancel(): Wish | undefined {
    const booked = this.#appointments.shift();
    if (!booked) return undefined;
    const path = `${booked.path}/${booked.id}/cancellation`;
    return { kind: 'CANCEL', key: this.#key(), path, body: { reason: 'CANNOT_ATTEND' } };
  }

  /** Some come with the IPA code of a body that was registered before: refused, after their fiscal code was reserved. */
  #registerHost(): Wish {
    const number = (this.#number += 1);
    const known = this.wishes.find(({ kind, answer }) => kind === 'REGISTER_HOST' && answer?.status === 201);
    const ipaCode =
      known && this.random.chance(0.3) ? (known.body as { ipaCode: string }).ipaCode : `prova_${String(number)}`;
    const body = {
      kind: 'PUBLIC_ADMINISTRATION',
      name: `Comune di prova ${String(number)}`,
      fiscalCode: fictitiousBodyCode(number),
      ipaCode,
      region: '12',
      province: '058',
    };
    return { kind: 'REGISTER_HOST', key: this.#key(), path: HOST_BODIES, body };
  }

  #remember({ kind, path, person }: Wish, { status, body }: Answer): void {
    if (status !== 201 || !person) return;
    const day = path.slice(0, path.lastIndexOf('/'));
    const serviceId = this.agendas.find((agenda) => agenda.day === day)?.serviceId ?? '';
    const taken: Taken = { path, day, serviceId, id: (body as { id: string }).id, person };
    if (kind === 'HOLD') this.#holds.push(taken);
    else this.#appointments.push(taken);
  }

  /** Early slots more often than late ones, so that some are full. */
  #place(): { agenda: SeededAgenda; start: string } {
    const agenda = this.random.pick(this.agendas);
    const last = agenda.starts.length - 1;
    const slot = Math.min(this.random.integer(0, last), this.random.integer(0, last));
    return { agenda, start: agenda.starts[slot] ?? '' };
  }

  #person(): FictitiousPerson {
    return fictitiousPerson((this.#number += 1));
  }

  #key(): string {
    return `client-${String(this.client)}-wish-${String(this.wishes.length)}`;
  }
}
