import type { EventStore, ReadModelStore, WorkStore } from '#kernel/ports';
import { SPEC_NOW } from '#kernel/specification';
import type { BookPoint, NumberedEvent, NumbersRequest, Receipt, ReceiptRequest } from '#use-cases';
import { Books, type NumberedEvent as Booked } from '../books/books.ts';
import { hashOfNothing, nextHash } from '../books/running-hash.ts';
import { NumberedFeed } from '../books/numbered-feed.ts';
import { ReceiptSigner } from '../books/receipt-signer.ts';
import { ToldEvents } from '../books/told-events.ts';
import type { SubscriptionFilter } from '../domain/subscription-events.ts';
import { Readers } from '../feed/readers.ts';
import { Numbering } from '../numbering/numbering.ts';
import { subscriptionBooks } from '../numbering/subscription-books.ts';
import { ERASED, FeedWorld, kiteTypes, parsed } from './feed-world.ts';

/** Of the key that receipts are signed with. */
const SEED = new Uint8Array(32).fill(7);

/** Kites and who reads of them, some of them with subscriptions whose events are numbered. */
export class NumberedWorld extends FeedWorld {
  readonly work: WorkStore;
  readonly #integrations = new Map<string, string>();
  #numbering: Numbering | undefined;
  #epoch = 0;
  #feed: Promise<NumberedFeed> | undefined;

  constructor({ work, ...stores }: { log: EventStore; readModels: ReadModelStore; work: WorkStore }) {
    super(stores);
    this.work = work;
  }

  /** What subscribers read, and are given receipts by. */
  numbers(): Promise<NumberedFeed> {
    const { published, rendering, log, work, executor } = this;
    const told = new ToldEvents({ published, rendering, erasure: ERASED, requireErasures: async () => undefined });
    return (this.#feed ??= NumberedFeed.open({
      ...{ log, work, published, told, executor, clock: { now: () => SPEC_NOW }, signer: new ReceiptSigner(SEED) },
      readers: new Readers(10),
      onError: (error) => {
        throw error;
      },
    }));
  }

  /** What an integration reads of its subscription after a number. */
  async pull(id: string, more: Partial<NumbersRequest> = {}): Promise<readonly NumberedEvent[]> {
    const numbers = await this.numbers();
    const { book } = await numbers.stand(id);
    const { signal } = new AbortController();
    const read = await numbers.read({
      ...{ subscription: id, integration: this.#integrations.get(id), after: 0, book, limit: 1_000, timeout: 0 },
      ...{ origin: 'https://rete.example', signal, ...more },
    });
    return parsed<NumberedEvent>(read);
  }

  /** What is said of what a subscriber has. */
  async receipt(id: string, { number, hash }: BookPoint, more: Partial<ReceiptRequest> = {}): Promise<Receipt> {
    const numbers = await this.numbers();
    const { book } = await numbers.stand(id);
    const integration = this.#integrations.get(id);
    return numbers.receipt({ subscription: id, integration, book, number, hash, points: [], ...more });
  }

  /** Numbers from now on, in the place of whoever did before, who is not stopped. */
  async number(): Promise<Numbering> {
    this.#epoch += 1;
    const { log, published, work } = this;
    const numbering = new Numbering({ ...{ log, published, work }, types: kiteTypes, epoch: this.#epoch });
    await numbering.start();
    this.#numbering = numbering;
    return numbering;
  }

  override async stop(): Promise<void> {
    (await this.#feed)?.stop();
    await this.#numbering?.stop();
    await super.stop();
  }

  async open(id: string, integrationId: string, filter: SubscriptionFilter = {}): Promise<string> {
    this.#integrations.set(id, integrationId);
    return this.write('SubscriptionOpened', `Subscription-${id}`, {
      ...{ subscriptionId: id, integrationId, serial: this.#integrations.size, name: 'Aquiloni', filter },
    });
  }

  async filter(id: string, filter: SubscriptionFilter): Promise<string> {
    const integrationId = this.#integrations.get(id);
    return this.write('SubscriptionFilterChanged', `Subscription-${id}`, { subscriptionId: id, integrationId, filter });
  }

  async closeSubscription(id: string): Promise<string> {
    const [integrationId, reason] = [this.#integrations.get(id), 'Prova'];
    return this.write('SubscriptionClosed', `Subscription-${id}`, { subscriptionId: id, integrationId, reason });
  }

  async books(): Promise<Books> {
    return new Books(subscriptionBooks(this.work, await this.log.logId()));
  }

  /** What stands in a book once all that was written is numbered. */
  async book(id: string): Promise<readonly Booked[]> {
    await this.settled();
    const books = await this.books();
    const head = BigInt(await this.log.head());
    while (BigInt(await books.through()) < head) await new Promise((done) => setImmediate(done));
    return books.events(id, 0, 10_000);
  }

  /** Waits until a book has so many events, whatever else is held back. */
  async booked(id: string, count: number): Promise<void> {
    const books = await this.books();
    while ((await books.events(id, 0, count)).length < count) await new Promise((done) => setImmediate(done));
  }

  /** The running hash of a book at a number, as its subscriber computes it from what was read. */
  async hashOf(id: string, number: number): Promise<string> {
    return (await this.hashesOf(id, await this.pull(id), number)).at(-1) ?? '';
  }

  /** The same of some events, at each number from 0 to the last. */
  async hashesOf(
    id: string,
    events: readonly Pick<NumberedEvent, 'number' | 'id' | 'type'>[],
    last: number,
  ): Promise<readonly string[]> {
    const { book } = await (await this.numbers()).stand(id);
    const hashes = [hashOfNothing(book)];
    for (let number = 1; number <= last; number += 1) {
      const there = events.filter((event) => event.number === number);
      hashes.push(there.reduce(nextHash, hashes[number - 1] ?? ''));
    }
    return hashes;
  }

  /** The same in short: the things, in the order of their numbers, which are looked at, too. */
  async things(id: string): Promise<readonly string[]> {
    const book = await this.book(id);
    expect(book.map(({ number }) => number)).toEqual(book.map((_, at) => at + 1));
    return book.map(({ thing }) => thing);
  }
}
