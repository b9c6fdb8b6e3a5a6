import { toTimestamp, type Clock, type Position } from '#kernel/domain';
import type { CommandExecutor } from '#kernel/execution';
import type { EventStore, WorkStore } from '#kernel/ports';
import type {
  NumberedEvents,
  NumbersRequest,
  OfSubscription,
  Receipt,
  ReceiptKey,
  ReceiptRequest,
  WrittenEvent,
} from '#use-cases';
import type { IntegrationScope } from '../domain/events.ts';
import { bookRefusals } from '../domain/book-refusals.ts';
import type { Skipped } from '../domain/delivery.ts';
import { feedRefusals } from '../domain/feed-refusals.ts';
import { integration } from '../domain/integration.ts';
import { subscription } from '../domain/subscription.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';
import type { PublishedLog, Standing } from '../feed/published-log.ts';
import type { Readers } from '../feed/readers.ts';
import { subscriptionBooks } from '../numbering/subscription-books.ts';
import { Books, type BooksOptions } from './books.ts';
import { BooksTail } from './books-tail.ts';
import { differenceOf } from './compare-books.ts';
import type { ReceiptSigner } from './receipt-signer.ts';
import type { ToldEvents } from './told-events.ts';

interface NumberedFeedParts {
  readonly log: Pick<EventStore, 'logId'>;
  readonly work: WorkStore;
  readonly published: PublishedLog;
  readonly told: ToldEvents;
  readonly executor: Pick<CommandExecutor, 'look'>;
  readonly clock: Clock;
  readonly signer: ReceiptSigner;
  readonly readers: Readers;
  readonly onError: (error: unknown) => void;
}

/** Whose a subscription is, and what they may read now. */
interface Owner {
  readonly integrationId: string;
  readonly scope: IntegrationScope;
  /** Whose delivery was given up. */
  readonly skipped: readonly Skipped[];
}

/** What is published, as subscriptions have it under their numbers; and the proof that nothing of it was missed. */
export class NumberedFeed implements NumberedEvents {
  readonly #parts: NumberedFeedParts;
  readonly #books: Books;
  readonly #tail: BooksTail;
  readonly #idOf: BooksOptions['idOf'];

  private constructor(parts: NumberedFeedParts, logId: string) {
    const books = subscriptionBooks(parts.work, logId);
    this.#parts = parts;
    this.#idOf = books.idOf;
    this.#books = new Books(books);
    const { published, onError } = parts;
    this.#tail = new BooksTail({ books: this.#books, published, onError });
  }

  static async open(parts: NumberedFeedParts): Promise<NumberedFeed> {
    return new NumberedFeed(parts, await parts.log.logId());
  }

  /** {@inheritDoc NumberedEvents.read} */
  async read(request: NumbersRequest): Promise<readonly WrittenEvent[]> {
    const { subscription: id, after, limit, signal } = request;
    const until = performance.now() + request.timeout;
    for (;;) {
      // In this order: what the integration may read is looked at once it is known what is told.
      const numbered = await this.#books.events(id, after, limit);
      const standing = numbered.length === 0 ? await this.#parts.published.standing() : undefined;
      const { integrationId, scope } = await this.#ownerOf(request);
      if (after > 0 && request.book === undefined) throw bookRefusals.BOOK_UNNAMED();
      const book = await this.#bookOf(id, after === 0 ? undefined : request.book);
      const left = until - performance.now();
      if (standing) await this.#refuseNothing(request, standing);
      if (!standing || left <= 0 || signal.aborted || this.#tail.isStopped) {
        return this.#parts.told.of(numbered, { integrationId, scope, book, origin: request.origin });
      }
      await this.#parts.readers.oneMore(integrationId, () =>
        this.#tail.wait({
          book: id,
          integration: integrationId,
          known: standing.through,
          after,
          longest: left,
          signal,
        }),
      );
    }
  }

  /** {@inheritDoc NumberedEvents.stand} */
  async stand(id: string): Promise<{ readonly book: string; readonly number: number }> {
    const { number } = await this.#books.stand(id);
    return { number, book: await this.#books.idOf(id) };
  }

  /** {@inheritDoc NumberedEvents.skippedIn} */
  skippedIn(id: string, skipped: readonly Skipped[]): Promise<readonly number[]> {
    return this.#books.skippedIn(id, skipped);
  }

  /** {@inheritDoc NumberedEvents.receipt} */
  async receipt(request: ReceiptRequest): Promise<Receipt> {
    const { subscription: id, number, hash } = request;
    const { integrationId, ...owner } = await this.#ownerOf(request);
    const book = await this.#bookOf(id, request.book);
    const earlier = request.points.filter((point) => point.number < number);
    const difference = await differenceOf(this.#books, id, [...earlier, { number, hash }]);
    if (difference?.differsBy === 0) throw bookRefusals.BEGINNING_DIFFERS({ book });
    if (difference) throw bookRefusals.BOOKS_DIFFER({ ...difference });
    const position = this.#idOf(await this.#completeTo(id, number));
    const at = toTimestamp(this.#parts.clock.now());
    const givenUp = await this.#books.skippedIn(id, owner.skipped);
    const skipped = givenUp.filter((one) => one <= number).toSorted((one, other) => one - other);
    const said = { book, number, position, skipped, at };
    const statement = { integration: integrationId, subscription: id, ...said, hash };
    return { ...said, statement: this.#parts.signer.sign(statement) };
  }

  /** {@inheritDoc NumberedEvents.keys} */
  keys(): readonly ReceiptKey[] {
    return [this.#parts.signer.key];
  }

  /** Lets whoever waits be answered, and nobody wait any more. */
  stop(): void {
    this.#tail.stop();
  }

  /** Up to where in the log nothing has a later number: before the next one, or up to where it was looked. */
  async #completeTo(id: string, number: number): Promise<Position> {
    // Before the next is looked for: what is numbered meanwhile lies after it.
    const through = await this.#books.through();
    const [next] = await this.#books.events(id, number, 1);
    return next ? (BigInt(next.position) - 1n).toString() : through;
  }

  /**
   * @param named the book that was named, where one had to be
   * @throws DomainError BOOKS_BEGUN_ANEW (conflict)
   */
  async #bookOf(id: string, named: string | undefined): Promise<string> {
    const book = await this.#books.idOf(id);
    if (named !== undefined && named !== book) throw bookRefusals.BOOKS_BEGUN_ANEW({ book });
    return book;
  }

  async #ownerOf({ subscription: id, integration: asking }: OfSubscription): Promise<Owner> {
    const { executor } = this.#parts;
    const { owner, skipped } = await executor.look(subscription, id, (state) => {
      if (state.status === 'ABSENT')
        throw asking === undefined ? subscription.notFound({ id }) : subscriptionOfAnother();
      return { owner: state.integrationId, skipped: state.delivery?.skipped ?? [] };
    });
    if (asking !== undefined && asking !== owner) throw subscriptionOfAnother();
    const scope = await executor.look(integration, owner, (state) => {
      if (state.status === 'ABSENT') throw feedRefusals.INTEGRATION_UNKNOWN();
      if (state.status === 'WITHDRAWN') throw feedRefusals.INTEGRATION_WITHDRAWN();
      return state.scope;
    });
    return { integrationId: owner, scope, skipped };
  }

  /** Refuses what is no end, where nothing was found: a number that was never given, and events that are held back. */
  async #refuseNothing({ subscription: id, after }: NumbersRequest, standing: Standing): Promise<void> {
    const { number: last } = await this.#books.stand(id);
    if (after > last) throw bookRefusals.NUMBER_NOT_GIVEN({ last });
    this.#parts.published.refuseHeldBack(standing);
  }
}
