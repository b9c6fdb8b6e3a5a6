/** The turn that a task has in the queue of its key. */
export interface Turn {
  /** Lets the next task of the key begin, although this one goes on. */
  readonly pass: () => void;
  /** Whether it was passed on: others may be at the key by now. */
  readonly hasPassed: boolean;
  /** Resolves once all earlier tasks of the key have ended, those included that have passed their turn on. */
  readonly alone: () => Promise<void>;
}

interface Tail {
  /** When the next task may begin. */
  readonly passed: Promise<void>;
  /** When all tasks so far have ended. */
  readonly ended: Promise<void>;
}

/** Runs tasks of one key one after the other, tasks of different keys side by side. */
export class KeyedQueue {
  readonly #tails = new Map<string, Tail>();

  /** How many keys have tasks that run or wait. */
  get size(): number {
    return this.#tails.size;
  }

  /** Runs `task` once all earlier tasks of `key` have ended, however they ended, or have passed their turn on. */
  run<T>(key: string, task: (turn: Turn) => Promise<T>): Promise<T> {
    const before = this.#tails.get(key);
    const passed = Promise.withResolvers<undefined>();
    let hasPassed = false;
    const turn: Turn = {
      pass: () => {
        hasPassed = true;
        passed.resolve(undefined);
      },
      get hasPassed() {
        return hasPassed;
      },
      alone: async () => before?.ended,
    };
    const current = before ? before.passed.then(() => task(turn)) : task(turn);
    const ended = settled(current);
    void ended.then(() => passed.resolve(undefined));
    this.#follow([key], { passed: passed.promise, ended: before ? ended.then(() => before.ended) : ended });
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
    const ended = settled(current);
    this.#follow(keys, { passed: ended, ended });
    return current;
  }

  /** Later tasks of these keys wait for this one. */
  #follow(keys: readonly string[], tail: Tail): void {
    for (const key of keys) this.#tails.set(key, tail);
    void tail.ended.then(() => {
      for (const key of keys) if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
  }
}

function settled(task: Promise<unknown>): Promise<void> {
  return task.then(
    () => undefined,
    () => undefined,
  );
}
