import type { Position } from '#kernel/domain';
import type { EventStore, ReadModelStore, WorkStore } from '#kernel/ports';
import { Books, type NumberedEvent } from '../books/books.ts';
import type { SubscriptionFilter } from '../domain/subscription-events.ts';
import { eventIdOf, tagOf } from '../feed/event-id.ts';
import { PublishedLog } from '../feed/published-log.ts';
import { BOOKS, Numbering } from '../numbering/numbering.ts';
import { keyAt } from '../read-models/published-events.ts';
import { FeedWorld, kiteTypes } from './feed-world.ts';

/** Kites and who reads of them, some of them with subscriptions whose events are numbered. */
export class NumberedWorld extends FeedWorld {
  readonly published = new PublishedLog(this);
  readonly work: WorkStore;
  readonly #integrations = new Map<string, string>();
  #numbering: Numbering | undefined;
  #epoch = 0;

  constructor({ work, ...stores }: { log: EventStore; readModels: ReadModelStore; work: WorkStore }) {
    super(stores);
    this.work = work;
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
    const tag = tagOf(await this.log.logId());
    const idOf = (position: Position): string => eventIdOf(tag, keyAt(position));
    return new Books({ work: this.work, process: BOOKS, idOf });
  }

  /** What stands in a book once all that was written is numbered. */
  async book(id: string): Promise<readonly NumberedEvent[]> {
    await this.settled();
    const books = await this.books();
    const head = BigInt(await this.log.head());
    while (BigInt(await books.through()) < head) await new Promise((done) => setImmediate(done));
    return books.events(id, 0, 10_000);
  }

  /** The same in short: the things, in the order of their numbers, which are looked at, too. */
  async things(id: string): Promise<readonly string[]> {
    const book = await this.book(id);
    expect(book.map(({ number }) => number)).toEqual(book.map((_, at) => at + 1));
    return book.map(({ thing }) => thing);
  }
}
