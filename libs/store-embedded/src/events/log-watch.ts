/** Tells readers who have come to the end of the log when to look again. */
export interface LogWatch {
  /** Resolves when there may be something after `position`, when the signal fires, or when the watch is closed. */
  until(position: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Readers that wait, and how they are woken. */
class Sleepers {
  readonly #sleeping = new Map<() => void, number>();

  get size(): number {
    return this.#sleeping.size;
  }

  sleep(position: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleeping.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#sleeping.set(wake, position);
      signal.addEventListener('abort', wake);
    });
  }

  /** Wakes those that have seen less than `head`. */
  wake(head: number): void {
    for (const [wake, position] of [...this.#sleeping]) if (position < head) wake();
  }
}

/** In the process that writes: readers are woken by the commit itself. */
export class WriterWatch implements LogWatch {
  readonly #sleepers = new Sleepers();

  until(position: number, signal: AbortSignal): Promise<void> {
    return this.#sleepers.sleep(position, signal);
  }

  /** To be called after each commit, and when there will be none any more. */
  committed(): void {
    this.#sleepers.wake(Infinity);
  }

  close(): void {
    this.#sleepers.wake(Infinity);
  }
}

/** In another process: the head is asked for every `interval` milliseconds while someone waits. */
export class PollingWatch implements LogWatch {
  readonly #sleepers = new Sleepers();
  readonly #head: () => number;
  readonly #interval: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(head: () => number, interval: number) {
    this.#head = head;
    this.#interval = interval;
  }

  until(position: number, signal: AbortSignal): Promise<void> {
    const woken = this.#sleepers.sleep(position, signal);
    this.#timer ??= setInterval(() => this.#poll(), this.#interval);
    return woken;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#sleepers.wake(Infinity);
  }

  #poll(): void {
    try {
      this.#sleepers.wake(this.#head());
    } catch {
      // Those who wait read for themselves, meet the same error, and can tell it to someone.
      this.#sleepers.wake(Infinity);
    }
    if (this.#sleepers.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
