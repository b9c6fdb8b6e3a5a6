import { KeyedQueue } from './commands/keyed-queue.ts';

/** Runs tasks one after the other. */
export class Mutex {
  readonly #queue = new KeyedQueue();

  run<T>(task: () => Promise<T>): Promise<T> {
    return this.#queue.run('', task);
  }
}
