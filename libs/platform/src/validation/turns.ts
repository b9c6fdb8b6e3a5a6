import { setImmediate as turn } from 'node:timers/promises';

/**
 * Lets what is heavy go on one in each turn of the event loop, so that whatever is light passes in between: of fifty at
 * once nobody else waits for more than one.
 */
class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves in a turn that nobody else has. */
  take(): Promise<unknown> {
    return (this.#last = this.#last.then(() => turn()));
  }
}

/** Values of a body that is worked on at once, whatever else there is to do; nearly all have fewer. */
export const LIGHT = 50;

/** Those of heavy bodies, which all of the process take from here: where they are read, and where they are checked. */
export const heavyTurns = new Turns();
