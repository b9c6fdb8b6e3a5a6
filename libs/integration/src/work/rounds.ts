import { setTimeout as sleep } from 'node:timers/promises';
import { asError, isSystemError } from '#kernel/domain';

/** How long a store that is away is left alone, in milliseconds. */
export const PAUSE_MS = 1_000;

/** What is done over and over behind the answers, until it is told to stop or cannot go on. */
export class Rounds {
  readonly #stop = new AbortController();
  readonly #onError: ((error: unknown) => void) | undefined;
  #failure: Error | undefined;

  constructor(onError: ((error: unknown) => void) | undefined) {
    this.#onError = onError;
  }

  /** Aborted once nothing more is to be begun. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Why it cannot go on. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  stop(): void {
    this.#stop.abort();
  }

  /**
   * Repeats a step until the end; what a store that is away makes fail is tried again once it has been left alone for a while.
   * @param pauseMs between two of them, in milliseconds
   */
  async repeat(step: () => Promise<void>, pauseMs: number): Promise<void> {
    const { signal } = this;
    while (!signal.aborted) {
      let pause = pauseMs;
      try {
        await step();
      } catch (error) {
        this.#onError?.(error);
        if (!isPassing(error)) {
          this.#failure = asError(error);
          this.#stop.abort();
        }
        pause = PAUSE_MS;
      }
      await this.pause(pause);
    }
  }

  /** Waits; less long where it ends meanwhile. */
  async pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.signal }).catch(() => undefined);
  }
}

/** What goes by while it is waited for. */
function isPassing(error: unknown): boolean {
  return isSystemError(error, 'STORE_UNAVAILABLE', 'PROJECTION_NOT_READY', 'ERASURES_BEHIND');
}
