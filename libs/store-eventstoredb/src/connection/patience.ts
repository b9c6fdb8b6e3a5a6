import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1_000;

/** Counts attempts and says how long to wait before the next one, until the time is over. */
export class Patience {
  readonly #giveUpAt: number;
  readonly #signal: AbortSignal;
  #failures = 0;

  /** @param milliseconds until giving up; Infinity for never */
  constructor(milliseconds: number, signal: AbortSignal) {
    this.#giveUpAt = performance.now() + milliseconds;
    this.#signal = signal;
  }

  /**
   * Waits before another attempt: exponential, capped, jittered, so that those who failed together do not come back
   * together.
   * @returns false, without having waited, when the time is over or the signal has come
   */
  async again(): Promise<boolean> {
    const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures);
    const pause = full * (0.5 + Math.random() / 2);
    this.#failures += 1;
    if (this.#signal.aborted || performance.now() + pause > this.#giveUpAt) return false;
    await sleep(pause, undefined, { signal: this.#signal }).catch(() => undefined);
    return !this.#signal.aborted;
  }

  /** Something went well: the next pause is a short one. */
  succeed(): void {
    this.#failures = 0;
  }
}
