import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '#kernel/domain';
import { atMost } from '#kernel/execution';
import { HttpProblem } from '../problems/http-problem.ts';

/** How often one thing may be tried in vain within a while, which begins with the first attempt. */
export interface AllowedAttempts {
  readonly most: number;
  /** Milliseconds. */
  readonly within: number;
}

interface Counted {
  failed: number;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Of how much is remembered at most. */
const MAX_COUNTED = 100_000;

/** Counts what was tried in vain, in this process. What was tried is kept under a key that nobody has, and never itself. */
export class FailedAttempts {
  readonly #counted = new LRUCache<string, Counted>(atMost(MAX_COUNTED));
  readonly #key = createSecretKey(randomBytes(32));

  constructor(
    private readonly allowed: AllowedAttempts,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts an attempt as failed until it is known to be right: however many come at once, no more are let through.
   * @returns to be called when it was right
   * @throws HttpProblem TOO_MANY_ATTEMPTS
   */
  begin(tried: string): () => void {
    const now = this.clock.now();
    const name = createHmac('sha256', this.#key).update(tried).digest('base64');
    const known = this.#counted.get(name);
    const counted = known && known.until > now ? known : { failed: 0, until: now + this.allowed.within };
    if (counted.failed >= this.allowed.most) throw usedUp(counted.until - now);
    counted.failed += 1;
    this.#counted.set(name, counted);
    return () => {
      counted.failed -= 1;
    };
  }
}

function usedUp(milliseconds: number): HttpProblem {
  return new HttpProblem('TOO_MANY_ATTEMPTS', { headers: { 'retry-after': String(Math.ceil(milliseconds / 1_000)) } });
}
