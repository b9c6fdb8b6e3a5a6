import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { StreamName } from '../stream-name.ts';

/** So long after an event of another process, in milliseconds, more of them are expected. */
const CONTESTED_MS = 60_000;

/** Streams that other processes have written to lately: what is known of one is likely to be of the past. */
export class ContestedStreams {
  readonly #clock: Clock;
  /** When an event of another was last met, in milliseconds since the epoch. */
  readonly #metAt: LRUCache<StreamName, number>;

  /** @param capacity most streams remembered */
  constructor(clock: Clock, capacity: number) {
    this.#clock = clock;
    this.#metAt = new LRUCache({ max: capacity });
  }

  /** An event of another process was met in the stream. */
  note(stream: StreamName): void {
    this.#metAt.set(stream, this.#clock.now());
  }

  has(stream: StreamName): boolean {
    const metAt = this.#metAt.get(stream);
    return metAt !== undefined && Math.abs(this.#clock.now() - metAt) < CONTESTED_MS;
  }
}
