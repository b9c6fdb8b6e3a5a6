import { SharedReads } from './shared-reads.ts';

interface Options {
  /** Milliseconds for which what was read may be given again; 0 for never. */
  readonly staleness: number;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic?: () => number;
}

interface Known<Value> {
  readonly value: Value;
  /** When the read of it began. */
  readonly since: number;
}

/**
 * What was read a moment ago, given at once, while it is read anew for those who come next. For what every query asks
 * for: under load nobody waits for it, and nobody gets what is older than `staleness`.
 */
export class RecentReads<Value extends object> {
  readonly #shared: SharedReads<Value | null>;
  readonly #known = new Map<string, Known<Value>>();
  readonly #staleness: number;
  readonly #monotonic: () => number;
  #generation = 0;

  constructor(
    read: (key: string) => Promise<Value | null>,
    { staleness, monotonic = () => performance.now() }: Options,
  ) {
    this.#staleness = staleness;
    this.#monotonic = monotonic;
    this.#shared = new SharedReads((key) => this.#remember(key, read));
  }

  async get(key: string): Promise<Value | null> {
    const known = this.#known.get(key);
    if (!known || this.#monotonic() - known.since >= this.#staleness) return this.#shared.get(key);
    // A failure is for whoever has to wait for an answer.
    if (!this.#shared.isReading(key)) this.#shared.get(key).catch(() => undefined);
    return known.value;
  }

  /** To be called when things may have changed: what was read before is not given again. */
  forget(): void {
    this.#generation += 1;
    this.#known.clear();
  }

  async #remember(key: string, read: (key: string) => Promise<Value | null>): Promise<Value | null> {
    const since = this.#monotonic();
    const generation = this.#generation;
    const value = await read(key);
    if (generation !== this.#generation) return value;
    if (value === null) this.#known.delete(key);
    else this.#known.set(key, { value, since });
    return value;
  }
}
