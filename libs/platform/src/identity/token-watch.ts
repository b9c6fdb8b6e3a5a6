import { setTimeout as sleep } from 'node:timers/promises';
import { goneFrom } from '../http/asker.ts';
import type { HttpReply } from '../http/fastify.ts';
import type { GuardedRequest } from '../http/request-state.ts';
import { bearerTokenOf } from './gate.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** Somebody who waits for an answer. */
export interface WatchedReader {
  /** Aborted once nobody waits any more, or the token is good no longer. */
  readonly signal: AbortSignal;
  /** @throws what the token is refused for, if that is why */
  requireGood(): void;
}

/** How often the tokens of those who wait are looked at, in milliseconds. */
const LOOK_EVERY_MS = 500;

/**
 * Looks after the tokens of those who wait for an answer, or read one that does not end: a token that expires or is revoked
 * meanwhile ends that, as it would have refused it. Nothing is looked at while nobody waits.
 */
export class TokenWatch {
  readonly #waiting = new Map<string, Set<AbortController>>();
  #isLooking = false;

  constructor(private readonly tokens: Pick<TokenVerifier, 'verify'>) {}

  /**
   * Watches the token of a request until its answer is out, or nobody waits for it. Whoever sends HEAD is told no content, so that
   * there is nothing to wait for.
   */
  of(request: GuardedRequest, reply: HttpReply): WatchedReader {
    const gone = request.method === 'HEAD' ? AbortSignal.abort() : goneFrom(reply);
    const signal = this.whileGood(bearerTokenOf(request) ?? '', gone);
    const requireGood = (): void => {
      if (!gone.aborted) signal.throwIfAborted();
    };
    return { signal, requireGood };
  }

  /**
   * @param gone aborted once nobody waits any more, which ends the watch
   * @returns aborted then, or before, once the token is good no longer: its reason is then what {@link TokenVerifier.verify} throws
   */
  whileGood(token: string, gone: AbortSignal): AbortSignal {
    const ends = new AbortController();
    if (gone.aborted) {
      ends.abort(gone.reason);
      return ends.signal;
    }
    const all = this.#waiting.get(token) ?? new Set();
    this.#waiting.set(token, all.add(ends));
    gone.addEventListener(
      'abort',
      () => {
        all.delete(ends);
        if (all.size === 0 && this.#waiting.get(token) === all) this.#waiting.delete(token);
        ends.abort(gone.reason);
      },
      { once: true },
    );
    if (!this.#isLooking) void this.#lookOn();
    return ends.signal;
  }

  async #lookOn(): Promise<void> {
    this.#isLooking = true;
    while (this.#waiting.size > 0) {
      await sleep(LOOK_EVERY_MS, undefined, { ref: false });
      for (const [token, all] of this.#waiting) await this.#look(token, all);
    }
    this.#isLooking = false;
  }

  async #look(token: string, all: ReadonlySet<AbortController>): Promise<void> {
    try {
      await this.tokens.verify(token);
    } catch (error) {
      this.#waiting.delete(token);
      for (const ends of all) ends.abort(error);
    }
  }
}
