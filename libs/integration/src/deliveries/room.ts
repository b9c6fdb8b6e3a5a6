/** Attempts at once that are answered soon, by all receivers together. */
export const MOST_OUT = 256;
/** Of those, to receivers that have not answered last. */
const MOST_DOUBTED = 64;
/** Attempts at once at one host. */
const MOST_AT_HOST = 32;
/** Attempts at once that take longer. */
export const MOST_SLOW = 2_000;

/** What one attempt takes of the room. */
export interface Place {
  /** It takes longer, and no longer takes the room of those that are answered soon. */
  slow(): void;
  /** It is over; it may be said again. */
  leave(): void;
}

/** How many attempts may be under way at once, and are. */
export class Room {
  readonly #atHost = new Map<string, number>();
  #out = 0;
  #doubted = 0;
  #slow = 0;

  /** Whether there is none for any attempt. */
  get isFull(): boolean {
    return this.#out >= MOST_OUT;
  }

  /**
   * Whether there is room for one more.
   * @param isTrusted whether its receiver has answered last
   */
  isFor(host: string, isTrusted: boolean): boolean {
    if (this.isFull || this.#slow >= MOST_SLOW || this.#countAt(host) >= MOST_AT_HOST) return false;
    return isTrusted || this.#doubted < MOST_DOUBTED;
  }

  /** Takes it. */
  take(host: string, isTrusted: boolean): Place {
    this.#count(host, isTrusted, 1);
    let state: 'out' | 'slow' | 'over' = 'out';
    const become = (next: 'slow' | 'over'): void => {
      if (state === 'out') this.#count(host, isTrusted, -1);
      if (state === 'slow') this.#slow -= 1;
      if (next === 'slow') this.#slow += 1;
      state = next;
    };
    return { slow: () => become('slow'), leave: () => become('over') };
  }

  #count(host: string, isTrusted: boolean, one: 1 | -1): void {
    this.#out += one;
    if (!isTrusted) this.#doubted += one;
    const atHost = this.#countAt(host) + one;
    if (atHost === 0) this.#atHost.delete(host);
    else this.#atHost.set(host, atHost);
  }

  #countAt(host: string): number {
    return this.#atHost.get(host) ?? 0;
  }
}
