import { LRUCache } from 'lru-cache';
import type { Clock } from '#kernel';

/** What is left of a client's allowance. */
export interface Allowance {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until it is whole again. */
  readonly reset: number;
}

interface Window {
  readonly startedAt: number;
  used: number;
}

const WINDOW_MS = 60_000;
const MAX_CLIENTS = 100_000;

/** Counts the requests of each client in windows of a minute that begin with its first request. */
export class RateLimiter {
  readonly #limit: number;
  readonly #clock: Clock;
  readonly #windows = new LRUCache<string, Window>({ max: MAX_CLIENTS });

  /** @param limit requests a minute */
  constructor(limit: number, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /** Takes one request from the allowance of a client. */
  take(client: string): Allowance {
    const now = this.#clock.now();
    let window = this.#windows.get(client);
    if (!window || now >= window.startedAt + WINDOW_MS) {
      window = { startedAt: now, used: 0 };
      this.#windows.set(client, window);
    }
    window.used += 1;
    return {
      allowed: window.used <= this.#limit,
      limit: this.#limit,
      remaining: Math.max(0, this.#limit - window.used),
      reset: Math.max(1, Math.ceil((window.startedAt + WINDOW_MS - now) / 1000)),
    };
  }
}
