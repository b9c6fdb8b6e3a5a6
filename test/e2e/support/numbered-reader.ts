import type { Random } from '#demonstration';
import { FeedReader, type Address, type ReadEvent } from './feed-readers.ts';

/** An event of a subscription. */
export interface NumberedReadEvent extends ReadEvent {
  readonly number: number;
  readonly book: string;
}

/** Of a hundred pages, so many are lost by whoever has read them, and read again. */
const LOST_PAGES = 10;

/** Reads a subscription by its numbers, and now and then forgets what it has just read, and asks for that once more. */
export class NumberedReader extends FeedReader<NumberedReadEvent> {
  readonly #subscription: string;
  readonly #random: Random;
  #place = 'after=0';

  constructor(address: Address, subscription: string, random: Random) {
    super(address);
    this.#subscription = subscription;
    this.#random = random;
  }

  protected override async readOn(): Promise<void> {
    const { url, token } = this.address;
    const path = `/rest/integration/v1/subscriptions/${this.#subscription}/events?timeout=5000&limit=50`;
    const answer = await fetch(`${url}${path}&${this.#place}`, {
      ...{ signal: this.signal, headers: { authorization: `Bearer ${token}` } },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const events = (await answer.json()) as readonly NumberedReadEvent[];
    for (const event of events) this.take(event);
    const last = events.at(-1);
    if (last && this.#random.integer(1, 100) > LOST_PAGES) {
      this.#place = `after=${String(last.number)}&book=${last.book}`;
    }
  }
}
