import type { LeaseStore } from '../ports/lease-store.ts';

interface WatchOptions {
  readonly leases: LeaseStore;
  readonly name: string;
  /** Of the lease, in milliseconds. */
  readonly ttl: number;
  /** Milliseconds of a clock that never goes back. Default `performance.now`. */
  readonly monotonic?: () => number;
}

/** Signs of life that may be missing, in ttls: one runs out before another process takes over. */
const PATIENCE_TTLS = 2;

/** Whether anybody does the work of a lease, as a process sees it that does not: by looking now and then. */
export class LeaseWatch {
  readonly #options: WatchOptions;
  readonly #now: () => number;
  #seen: string | undefined;
  #since: number | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#now = options.monotonic ?? (() => performance.now());
  }

  /** True unless there was no new sign of life for too long, since the first look at the earliest. */
  async isHeld(): Promise<boolean> {
    const sign = await this.#options.leases.lastSign(this.#options.name);
    const now = this.#now();
    if (this.#since === undefined || (sign !== undefined && sign !== this.#seen)) {
      this.#seen = sign;
      this.#since = now;
    }
    return now - this.#since < PATIENCE_TTLS * this.#options.ttl;
  }
}
