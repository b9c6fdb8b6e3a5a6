import { performance } from 'node:perf_hooks';

/** How long is waited after each failure in a row, twice as long each time. */
export interface Pauses {
  /** Milliseconds. */
  readonly first: number;
  /** Milliseconds. */
  readonly longest: number;
}

/** Failures in a row of one thing, and until when it is left alone for them. */
export class BackOff {
  readonly #pauses: Pauses;
  #pause: number;
  #until = 0;

  constructor(pauses: Pauses) {
    this.#pauses = pauses;
    this.#pause = pauses.first;
  }

  get isWaiting(): boolean {
    return performance.now() < this.#until;
  }

  failed(): void {
    this.#until = performance.now() + this.#pause;
    this.#pause = Math.min(2 * this.#pause, this.#pauses.longest);
  }

  succeeded(): void {
    this.#until = 0;
    this.#pause = this.#pauses.first;
  }
}
