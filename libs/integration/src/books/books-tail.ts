import type { Books } from './books.ts';

/** How often it is looked whether numbers were given, in milliseconds, while somebody waits. */
const LOOK_EVERY_MS = 50;

interface Waiting {
  readonly book: string;
  /** The last number that was read. */
  readonly after: number;
  /** Milliseconds. */
  readonly longest: number;
  readonly signal: AbortSignal;
}

/**
 * Calls those who wait for numbers in books. While anybody does, it is looked once for all of them how far the books have come,
 * and where that has changed, where their books end.
 */
export class BooksTail {
  readonly #books: Pick<Books, 'through' | 'ends'>;
  readonly #onError: (error: unknown) => void;
  readonly #waiting = new Set<{ readonly book: string; readonly after: number; readonly call: () => void }>();
  #through: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(books: Pick<Books, 'through' | 'ends'>, onError: (error: unknown) => void) {
    this.#books = books;
    this.#onError = onError;
  }

  /** Whether it has ended: nobody waits any more. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Resolves when there may be something to read, when time is over, when nobody waits for the answer, or at the end. */
  async wait({ book, after, longest, signal }: Waiting): Promise<void> {
    if (this.#isStopped || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const call = (): void => resolve(undefined);
    const timer = setTimeout(call, longest);
    signal.addEventListener('abort', call, { once: true });
    const one = { book, after, call };
    this.#waiting.add(one);
    // Its book may have got further before it waited: the next look is at all of them.
    this.#through = undefined;
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
      await this.#callWhoseBookHasGrown();
    } catch (error) {
      this.#onError(error);
    }
    const goesOn = !this.#isStopped && this.#waiting.size > 0;
    this.#timer = goesOn ? setTimeout(() => void this.#look(), LOOK_EVERY_MS) : undefined;
  }

  async #callWhoseBookHasGrown(): Promise<void> {
    const through = await this.#books.through();
    if (through === this.#through) return;
    // Before the ends are read: who comes while they are is looked at the next time.
    this.#through = through;
    const ends = await this.#books.ends([...new Set([...this.#waiting].map(({ book }) => book))]);
    for (const { book, after, call } of this.#waiting) if ((ends.get(book) ?? 0) > after) call();
  }
}
