import { setImmediate as turn } from 'node:timers/promises';

/**
 * Lets what is heavy go on one in each turn of the event loop, so that whatever is light passes in between: of fifty at
 * once nobody else waits for more than one.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves in a turn that nobody else has. */
  take(): Promise<unknown> {
    return (this.#last = this.#last.then(() => turn()));
  }
}
