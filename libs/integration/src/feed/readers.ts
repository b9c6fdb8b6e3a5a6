import { feedRefusals } from '../domain/feed-refusals.ts';

/** How many readers of each integration wait in this process. */
export class Readers {
  readonly #most: number;
  readonly #waiting = new Map<string, number>();

  /** @param most of one integration */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Lets one more wait.
   * @throws DomainError TOO_MANY_READERS (conflict)
   */
  async oneMore(integration: string, wait: () => Promise<void>): Promise<void> {
    const before = this.#waiting.get(integration) ?? 0;
    if (before >= this.#most) throw feedRefusals.TOO_MANY_READERS({ most: this.#most });
    this.#waiting.set(integration, before + 1);
    try {
      await wait();
    } finally {
      const left = (this.#waiting.get(integration) ?? 1) - 1;
      if (left === 0) this.#waiting.delete(integration);
      else this.#waiting.set(integration, left);
    }
  }
}
