import type { TamedClient } from './new-client.ts';

/** So many calls in a row without an answer: one may have met a moment's pause. */
const UNANSWERED = 2;

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
  readonly #tamed: TamedClient;
  #unanswered = 0;

  constructor(tamed: TamedClient) {
    this.#tamed = tamed;
  }

  /** To be called when a call begins. */
  listen(): Listening {
    const connection = this.#tamed.connection();
    const isOfNow = (): boolean => connection !== undefined && connection === this.#tamed.connection();
    return {
      answered: () => {
        if (isOfNow()) this.#unanswered = 0;
      },
      unanswered: () => {
        if (!connection || !isOfNow()) return;
        this.#unanswered += 1;
        if (this.#unanswered < UNANSWERED) return;
        this.#unanswered = 0;
        void this.#tamed.leave(connection);
      },
    };
  }
}
