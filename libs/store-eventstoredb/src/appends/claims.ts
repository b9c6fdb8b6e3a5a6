import { LRUCache } from 'lru-cache';
import { setTimeout as sleep } from 'node:timers/promises';
import { SystemError, type ClaimStore, type IdempotencyClaim } from '#kernel';
import { startStopwatch } from './stopwatch.ts';

/** Commands whose claim this process has seen, so that a new attempt of its own does not wait for itself. */
const REMEMBERED = 10_000;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 200;
/** Part of the time that others keep away in which we count on it: clocks do not run alike. */
const COUNTED_ON = 0.9;

interface Seen {
  /** Whether nobody else can have written for the command up to now. */
  isAlone: () => boolean;
}

interface Parts {
  readonly store: ClaimStore;
  /** Milliseconds that a repeat leaves to whoever made the claim. */
  readonly grace: number;
  readonly closing: AbortSignal;
}

/**
 * Claims, made before the append that they are for. Whoever finds a claim that another process has made leaves it some
 * time to write, and then writes in its stead; whoever made it knows for as long that nobody else has written.
 */
export class Claims {
  readonly #store: ClaimStore;
  readonly #grace: number;
  readonly #closing: AbortSignal;
  readonly #seen = new LRUCache<string, Seen>({ max: REMEMBERED });

  constructor({ store, grace, closing }: Parts) {
    this.#store = store;
    this.#grace = grace;
    this.#closing = closing;
  }

  find(commandId: string): Promise<IdempotencyClaim | undefined> {
    return this.#store.find(commandId);
  }

  /**
   * Makes the claim, or finds that the same was made before and nothing was written under it.
   * @param isWritten tells whether the stream holds the events that the claim is for
   * @returns tells, when asked after the write, whether nobody else can have written
   * @throws SystemError CLAIM_EXISTS when it stands for another request, or the events are there
   */
  async claim(claim: IdempotencyClaim, isWritten: () => Promise<boolean>): Promise<() => boolean> {
    const elapsed = startStopwatch();
    const { claim: standing, made } = await this.#store.make(claim);
    if (!isSame(standing, claim)) throw exists(standing);
    const seen = this.#seen.get(claim.commandId) ?? { isAlone: () => false };
    if (made) {
      seen.isAlone = () => elapsed() < this.#grace * COUNTED_ON;
    } else {
      const isNew = !this.#seen.has(claim.commandId);
      // Two attempts in one process are not alone either.
      seen.isAlone = () => false;
      if (isNew ? await this.#appears(isWritten) : await isWritten()) throw exists(standing);
    }
    this.#seen.set(claim.commandId, seen);
    return () => seen.isAlone();
  }

  /** Waits for another process to write, for as long as it is left to it. */
  async #appears(isWritten: () => Promise<boolean>): Promise<boolean> {
    const until = performance.now() + this.#grace;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      // Looked at once more after the end: what was written in the last pause counts.
      const isOver = performance.now() >= until || this.#closing.aborted;
      if (await isWritten()) return true;
      if (isOver) return false;
      await sleep(pause, undefined, { signal: this.#closing }).catch(() => undefined);
    }
  }
}

function isSame(one: IdempotencyClaim, other: IdempotencyClaim): boolean {
  return one.route === other.route && one.bodyHash === other.bodyHash && one.stream === other.stream;
}

function exists(claim: IdempotencyClaim): SystemError {
  return new SystemError('CLAIM_EXISTS', `the command ${claim.commandId} was given before`, { claim });
}
