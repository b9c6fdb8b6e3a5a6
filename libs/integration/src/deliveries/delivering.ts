import type { ProcessInstance, WorkStore } from '#kernel/ports';
import type { KeptAttempt } from '#use-cases';
import { nextAttemptAt, type Attempt } from '#webhooks';
import type { Books, NumberedEvent } from '../books/books.ts';
import { stored } from '../work/stored.ts';
import { AttemptPages, deliveryKey, loadDelivery, type StoredDelivery } from './delivery-state.ts';
import { FailureRow } from './failure-row.ts';
import type { Terms } from './delivery-terms.ts';
import { Lanes } from './lanes.ts';

/** Attempts at once, at first and at the most. */
const FIRST_WINDOW = 4;
const LARGEST_WINDOW = 32;
/** How often it is looked for attempts that are kept no longer, in milliseconds. */
const FORGETS_EVERY_MS = 3_600_000;
/** Events read from the book at once. */
const READ_AT_ONCE = 128;

interface DeliveringParts {
  readonly work: WorkStore;
  readonly books: Books;
  /** The number of the first event of a book that was recorded at a time (RFC 3339) or later. */
  readonly firstSince: (book: string, since: string) => Promise<number>;
  readonly terms: Terms;
}

/** What is loaded beside the state. */
interface Loaded {
  readonly lanes: Lanes<NumberedEvent>;
  readonly pages: AttemptPages;
  /** Numbers that are left out. */
  readonly skipped: readonly number[];
}

/** One event that is out. */
export interface Out {
  readonly event: NumberedEvent;
  /** Where it came from: a replay begins with others. */
  readonly lanes: Lanes<NumberedEvent>;
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  /** The wish of its owner that was followed then. */
  readonly turn: number;
}

/** What an attempt that failed means for its subscription. */
export type Consequence = 'goes on' | 'has failed too long';

/**
 * The deliveries of one subscription: which events may be sent when, and what is remembered of it. Once its receiver seems to
 * be away it rests, longer each time, and then tries one event alone; once that is delivered, all that failed is tried at once.
 */
export class Delivering {
  readonly #work: WorkStore;
  readonly #books: Books;
  readonly #firstSince: DeliveringParts['firstSince'];
  readonly #pages: AttemptPages;
  #lanes: Lanes<NumberedEvent>;
  #turn: number;
  #row: FailureRow;
  #window = FIRST_WINDOW;
  #out = 0;
  #forgetAt = 0;
  readonly #unsaved: KeptAttempt[] = [];
  /** Numbers that its owner has skipped, and of those the ones that are left out by now. */
  #skipped: readonly number[];
  readonly #leftOut: Set<number>;
  /** Id of its book. */
  readonly book: string;
  terms: Terms;
  /** Where its book ends, or soon will. */
  end = 0;
  /** Events are being read or made ready: nothing else is begun meanwhile. */
  isBusy = false;
  /** The turn of its owner in which it was stopped. */
  #stoppedIn: number | undefined;

  private constructor(
    { work, books, firstSince, terms }: DeliveringParts,
    state: StoredDelivery,
    { lanes, pages, skipped }: Loaded,
  ) {
    this.#work = work;
    this.#books = books;
    this.#firstSince = firstSince;
    this.#pages = pages;
    this.#lanes = lanes;
    this.book = state.book;
    this.#turn = state.turn;
    this.#row = new FailureRow(state);
    this.terms = terms;
    this.#skipped = skipped;
    this.#leftOut = new Set(skipped);
  }

  /** Goes on where it was stored. */
  static async load(parts: DeliveringParts): Promise<Delivering> {
    const { work, books, terms } = parts;
    const { subscriptionId, delivery } = terms;
    const book = await books.idOf(subscriptionId);
    const known = await loadDelivery(work, subscriptionId);
    // Numbers of another book are those of other events.
    const state = known.book === book ? known : { ...known, book, through: 0, held: [] };
    const skipped = await books.skippedIn(subscriptionId, delivery.skipped);
    const held = state.held.flatMap(({ numbers }) => numbers).filter((number) => !skipped.includes(number));
    const lanes = new Lanes(state, await books.numbered(subscriptionId, held));
    const pages = await AttemptPages.load(work, subscriptionId, state.pages);
    return new Delivering(parts, state, { lanes, pages, skipped });
  }

  /** How many events are out. */
  get out(): number {
    return this.#out;
  }

  /** Whether its receiver has answered last: whoever has not is tried with less. */
  get isTrusted(): boolean {
    return this.#row.failures === 0;
  }

  /** Whether the book has more than was read, and it may be read. */
  get wantsMore(): boolean {
    return this.terms.isActive && !this.#row.isResting && this.end > this.#lanes.read && this.#lanes.takesMore;
  }

  /** Takes how it is delivered now, but for what of it has to be done once. */
  know(terms: Terms): void {
    this.terms = terms.delivery.turn === this.#stoppedIn ? { ...terms, isActive: false } : terms;
  }

  /** Follows what its owner wishes. @returns whether something of it is to be stored */
  async follow(terms: Terms, now: number): Promise<boolean> {
    const { skipped, turn, replay } = terms.delivery;
    this.know(terms);
    this.#skipped = await this.#books.skippedIn(terms.subscriptionId, skipped);
    this.#leaveOutSkipped();
    if (turn <= this.#turn) return this.#skipped.length > 0;
    if (replay && replay.turn > this.#turn) {
      const from = replay.from ?? (await this.#firstSince(terms.subscriptionId, replay.since ?? ''));
      this.#lanes = this.#lanes.from(from);
    }
    this.#turn = turn;
    this.#row = new FailureRow();
    this.#lanes.hurry(now, { all: true });
    return true;
  }

  /** Reads on in the book. */
  async readOn(): Promise<void> {
    const lanes = this.#lanes;
    const events = await this.#books.events(this.terms.subscriptionId, lanes.read, READ_AT_ONCE);
    // Of a replay meanwhile, others are read next.
    if (lanes !== this.#lanes) return;
    const last = events.at(-1);
    if (!last) {
      this.end = Math.min(this.end, lanes.read);
      return;
    }
    lanes.offer(
      events.filter(({ number }) => !this.#leftOut.has(number)),
      last.number,
    );
  }

  /** The next event that may be sent now. */
  take(now: number): Out | undefined {
    if (!this.terms.isActive || now < this.#row.restsUntil) return undefined;
    if (this.#out >= (this.isTrusted ? this.#window : 1)) return undefined;
    const event = this.#lanes.take(this.#row.isResting ? Infinity : now);
    if (!event) return undefined;
    this.#out += 1;
    return { event, lanes: this.#lanes, takenAt: now, turn: this.#turn };
  }

  delivered({ event, lanes }: Out, attempt: KeptAttempt, now: number): void {
    this.#out -= 1;
    this.#unsaved.push(attempt);
    lanes.delivered(event);
    this.#window = Math.min(LARGEST_WINDOW, this.#window + 1);
    if (this.#row.isResting) lanes.hurry(now, { all: false });
    this.#row = new FailureRow();
    this.#leaveOutSkipped();
  }

  failed({ event, lanes, takenAt }: Out, attempt: KeptAttempt, answered: Attempt, now: number): Consequence {
    this.#out -= 1;
    this.#unsaved.push(attempt);
    this.#window = FIRST_WINDOW;
    const again = (failures: number): number | undefined => nextAttemptAt(answered, failures, now, Math.random);
    let hasFailedTooLong = this.#row.failed(event.thing, takenAt, again) === 'pauses used up';
    lanes.failed(event, (failures) => {
      const next = again(failures);
      hasFailedTooLong ||= next === undefined && this.#row.isAllThatWas(event.thing, failures);
      return next ?? (this.#row.isResting || hasFailedTooLong ? now : null);
    });
    this.#leaveOutSkipped();
    return hasFailedTooLong ? 'has failed too long' : 'goes on';
  }

  /** It was not sent. */
  returned({ event, lanes }: Out): void {
    this.#out -= 1;
    lanes.returned(event);
  }

  /** Ends for now: nothing is sent before its owner wishes it, whether or not that could be written down yet. */
  stop(): void {
    this.#stoppedIn = this.terms.delivery.turn;
    this.terms = { ...this.terms, isActive: false };
  }

  /** What is to be stored of all that has happened. */
  async toStore(now: number): Promise<readonly ProcessInstance[]> {
    let forgotten: readonly ProcessInstance[] = [];
    if (this.forgetsAt(now)) {
      forgotten = await this.#pages.forget(this.#work, now);
      this.#forgetAt = now + FORGETS_EVERY_MS;
    }
    const added = this.#pages.add(this.#unsaved.splice(0));
    return [...forgotten, ...added, stored(deliveryKey(this.terms.subscriptionId), this.#state)];
  }

  /** Whether it is time to look for attempts that are kept no longer. */
  forgetsAt(now: number): boolean {
    return now >= this.#forgetAt;
  }

  get #state(): StoredDelivery {
    const { through, held } = this.#lanes.state;
    return { book: this.book, through, held, turn: this.#turn, ...this.#row.state, pages: this.#pages.pages };
  }

  /** Leaves out what is skipped; one that is out now, once it has come back. */
  #leaveOutSkipped(): void {
    for (const number of this.#skipped) {
      if (!this.#leftOut.has(number) && this.#lanes.skip(number)) this.#leftOut.add(number);
    }
  }
}
