/** Runs tasks of one key one after the other, tasks of different keys side by side. */
export class KeyedQueue {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** How many keys have tasks that run or wait. */
  get size(): number {
    return this.#tails.size;
  }

  /** Runs `task` once all earlier tasks of `key` have ended, however they ended. */
  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const previous = this.#tails.get(key);
    const current = previous ? previous.then(task, task) : task();
    this.#follow([key], current);
    return current;
  }

  /**
   * Runs `task` now, as the only one of all these keys; not at all when a task of one of them runs or waits. So it waits
   * for no other task, and may be called by one of another key.
   * @returns undefined when it was not run
   */
  runIfFree<T>(keys: readonly string[], task: () => Promise<T>): Promise<T> | undefined {
    if (keys.some((key) => this.#tails.has(key))) return undefined;
    const current = task();
    this.#follow(keys, current);
    return current;
  }

  /** Later tasks of these keys wait for this one. */
  #follow(keys: readonly string[], current: Promise<unknown>): void {
    const tail = current
      .catch(() => undefined)
      .finally(() => {
        for (const key of keys) if (this.#tails.get(key) === tail) this.#tails.delete(key);
      });
    for (const key of keys) this.#tails.set(key, tail);
  }
}
