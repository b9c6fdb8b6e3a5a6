import type { PublishedLog } from '../feed/published-log.ts';
import { SCOPE_CHANGE } from '../read-models/published-events.ts';
import type { Books } from './books.ts';

/** How often it is looked whether numbers were given, in milliseconds, while somebody waits. */
const LOOK_EVERY_MS = 50;

/** Changes of scopes that are read at once. */
const AT_ONCE = 500;

/** Somebody who waits for a number. */
interface Waiting {
  readonly book: string;
  /** Whose it is. */
  readonly integration: string;
  /** Up to where in what is published it is known what the integration may read. */
  readonly known: string;
  /** The last number that was read. */
  readonly after: number;
  /** Milliseconds. */
  readonly longest: number;
  readonly signal: AbortSignal;
}

interface BooksTailParts {
  readonly books: Pick<Books, 'through' | 'ends'>;
  readonly published: Pick<PublishedLog, 'standing' | 'after'>;
  readonly onError: (error: unknown) => void;
}

/**
 * Calls those who wait for numbers in books. While anybody does, it is looked once for all of them how far the books have come,
 * and where that has changed, where their books end, and whose scope has changed.
 */
export class BooksTail {
  readonly #books: Pick<Books, 'through' | 'ends'>;
  readonly #published: Pick<PublishedLog, 'standing' | 'after'>;
  readonly #onError: (error: unknown) => void;
  readonly #waiting = new Set<Pick<Waiting, 'book' | 'integration' | 'after'> & { readonly call: () => void }>();
  #through: string | undefined;
  /** Up to where it has looked for changes of scopes; undefined while nobody waits. */
  #place: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor({ books, published, onError }: BooksTailParts) {
    this.#books = books;
    this.#published = published;
    this.#onError = onError;
  }

  /** Whether it has ended: nobody waits any more. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Resolves when there may be something to read, when time is over, when nobody waits for the answer, or at the end. */
  async wait({ book, integration, known, after, longest, signal }: Waiting): Promise<void> {
    if (this.#isStopped || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const call = (): void => resolve(undefined);
    const timer = setTimeout(call, longest);
    signal.addEventListener('abort', call, { once: true });
    const one = { book, integration, after, call };
    this.#waiting.add(one);
    // Its book may have got further before it waited: the next look is at all of them.
    this.#through = undefined;
    this.#place = this.#place === undefined || known < this.#place ? known : this.#place;
    this.#timer ??= setTimeout(() => void this.#look(), LOOK_EVERY_MS);
    await promise;
    clearTimeout(timer);
    signal.removeEventListener('abort', call);
    this.#waiting.delete(one);
  }

  /** Ends all waiting, for good. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const { call } of this.#waiting) call();
  }

  async #look(): Promise<void> {
    try {
      const through = await this.#books.through();
      if (through !== this.#through) {
        // Before anything is read: who comes while it is, is looked at the next time.
        this.#through = through;
        await this.#callWhoseBookHasGrown();
        await this.#callWhoseScopeHasChanged();
      }
    } catch (error) {
      this.#through = undefined;
      this.#onError(error);
    }
    const goesOn = !this.#isStopped && this.#waiting.size > 0;
    if (!goesOn) this.#place = undefined;
    this.#timer = goesOn ? setTimeout(() => void this.#look(), LOOK_EVERY_MS) : undefined;
  }

  async #callWhoseBookHasGrown(): Promise<void> {
    const ends = await this.#books.ends([...new Set([...this.#waiting].map(({ book }) => book))]);
    for (const { book, after, call } of this.#waiting) if ((ends.get(book) ?? 0) > after) call();
  }

  /** Who may read no longer is told so at once. */
  async #callWhoseScopeHasChanged(): Promise<void> {
    const standing = await this.#published.standing();
    const place = this.#place ?? standing.through;
    this.#place = standing.through;
    const looking = { stretches: [{ type: SCOPE_CHANGE }], wanted: AT_ONCE };
    try {
      for await (const { document } of this.#published.after(place, standing, looking)) {
        for (const { integration, call } of this.#waiting) if (integration === document.thing) call();
      }
    } catch (error) {
      // Of whoever came meanwhile it may be an earlier one.
      if (place < this.#place) this.#place = place;
      throw error;
    }
  }
}
