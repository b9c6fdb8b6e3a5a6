import { failureOf } from './store-error.ts';

/** Most documents of one request: a request must end well before the server is taken for dead. */
const LARGEST = 1_000;
const SHRINKS_BY = 4;
const GROWS_BY = 2;
const SLOW_MS = 5_000;
const FAST_MS = 1_000;

/** A clock that never goes back, in milliseconds. */
type Monotonic = () => number;

/**
 * How many documents go into one request. A server that needs too long for as many would be taken for dead, and asked
 * for the same again and again, without end. So requests are smaller after a slow or failed one, down to one document.
 * They grow again only once a whole is done, so that a repeated try ends some time.
 */
export class BatchSize {
  #current = LARGEST;
  #allFast = true;
  readonly #monotonic: Monotonic;

  constructor(monotonic: Monotonic = () => performance.now()) {
    this.#monotonic = monotonic;
  }

  get current(): number {
    return this.#current;
  }

  /** Runs one request, and learns from how it went. */
  async learnFrom(request: () => Promise<void>): Promise<void> {
    const start = this.#monotonic();
    try {
      await request();
    } catch (error) {
      // Where no server could be used at all, fewer documents would not have helped.
      if (failureOf(error).kind !== 'unavailable') this.#shrink();
      throw error;
    }
    const took = this.#monotonic() - start;
    if (took > SLOW_MS) this.#shrink();
    if (took > FAST_MS) this.#allFast = false;
  }

  /** To be called when all requests of a whole are done. */
  done(): void {
    if (this.#allFast) this.#current = Math.min(LARGEST, this.#current * GROWS_BY);
    this.#allFast = true;
  }

  #shrink(): void {
    this.#current = Math.max(1, Math.floor(this.#current / SHRINKS_BY));
    this.#allFast = false;
  }
}

/** Of each writer one: what one has done must not enlarge what another tries again. */
export class BatchSizes {
  readonly #sizes = new Map<string, BatchSize>();

  of(writer: string): BatchSize {
    const size = this.#sizes.get(writer) ?? new BatchSize();
    this.#sizes.set(writer, size);
    return size;
  }

  forget(writer: string): void {
    this.#sizes.delete(writer);
  }
}
