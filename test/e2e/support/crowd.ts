import { Random } from '#demonstration';
import { isAccepted } from './after-load.ts';
import { seedAgenda, type SeededAgenda } from './agenda.ts';
import type { Api } from './api.ts';
import { LoadingClient, type Wish } from './load.ts';

/** Each run makes its own choices; a failure names the seed that repeats them. */
export const SEED = Number(process.env.RETE_PUNTI_SEED ?? Math.floor(Math.random() * 1_000_000));
const CLIENTS = 8;
/** Answers that are asked for again at a time. */
const REPEATED = 5;

/** Clients that load an installation together: two agendas, one of them soon full. */
export class Crowd {
  readonly #random: Random;
  readonly #clients: readonly LoadingClient[];

  private constructor(
    random: Random,
    readonly agendas: readonly SeededAgenda[],
  ) {
    this.#random = random;
    this.#clients = Array.from(
      { length: CLIENTS },
      (_, index) => new LoadingClient(index, new Random(random.integer(0, 1_000_000)), agendas),
    );
  }

  /** @param central a client who may open agendas */
  static async before(central: Api, random: Random): Promise<Crowd> {
    return new Crowd(random, [
      await seedAgenda(central, { slots: 24, capacity: 10, holdMinutes: 5 }),
      await seedAgenda(central, { slots: 4, capacity: 3, serviceLine: 'SOSTEGNO_REDDITO' }),
    ]);
  }

  get wishes(): readonly Wish[] {
    return this.#clients.flatMap(({ wishes }) => wishes);
  }

  /** Loads the server until nobody answers any more. */
  async work(api: Pick<Api, 'post'>, onAnswer: () => void): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.work(api, onAnswer)));
  }

  /** Repeats what was not answered, and wishes nothing more. */
  async finish(api: Pick<Api, 'post'>): Promise<void> {
    for (const client of this.#clients) await client.finish(api);
  }

  /** Expects that what was answered before is answered in the same way again. */
  async repeatSome(api: Pick<Api, 'post'>): Promise<void> {
    const answered = this.wishes.filter(isAccepted);
    for (let count = 0; count < REPEATED && answered.length > 0; count += 1) {
      const wish = this.#random.pick(answered);
      const again = await api.post(wish.path, wish.body, { key: wish.key });
      expect([again.status, again.body]).toEqual([wish.answer?.status, wish.answer?.body]);
    }
  }
}
