import type { Channel } from '@grpc/grpc-js';
import type { TamedClient } from './new-client.ts';

/** So many calls in a row without an answer: one may have met a moment's pause. */
const UNANSWERED = 2;

/** Where a new connection does not help either, the next one is waited for, longer and longer. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

type Connections = Pick<TamedClient, 'connection' | 'leave'>;

/** Told how a call went. */
export interface Listening {
  answered(): void;
  unanswered(): void;
}

/**
 * Leaves a connection that answers nothing any more. A node that hangs keeps it open, and keep-alive takes its time to find
 * out, while another node may have become the leader.
 */
export class Silence {
  readonly #tamed: Connections;
  readonly #now: () => number;
  #on: Channel | undefined;
  #unanswered = 0;
  #pause = FIRST_PAUSE_MS;
  #stayUntil = -Infinity;

  /** @param now milliseconds that never go back */
  constructor(tamed: Connections, now = (): number => performance.now()) {
    this.#tamed = tamed;
    this.#now = now;
  }

  /** To be called when a call begins. */
  listen(): Listening {
    const connection = this.#tamed.connection();
    return {
      answered: () => {
        if (connection !== this.#tamed.connection()) return;
        this.#unanswered = 0;
        this.#pause = FIRST_PAUSE_MS;
        this.#stayUntil = -Infinity;
      },
      unanswered: () => {
        if (connection && connection === this.#tamed.connection()) this.#note(connection);
      },
    };
  }

  #note(connection: Channel): void {
    this.#unanswered = connection === this.#on ? this.#unanswered + 1 : 1;
    this.#on = connection;
    if (this.#unanswered < UNANSWERED || this.#now() < this.#stayUntil) return;
    this.#stayUntil = this.#now() + this.#pause;
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    void this.#tamed.leave(connection);
  }
}
