import type { Clock } from '#kernel/domain';

/** The time of the played month; when that is over, the machine's own. */
export class DemoClock implements Clock {
  #played: number | undefined;

  now(): number {
    return this.#played ?? Date.now();
  }

  /** Sets the played time, in milliseconds since the epoch. */
  playAt(time: number): void {
    this.#played = time;
  }

  /** From now on it is what the machine says. */
  followMachine(): void {
    this.#played = undefined;
  }
}
