import { setImmediate as turn } from 'node:timers/promises';

/** Lets others have their turn of the event loop: long work goes on afterwards. */
export function nextTurn(): Promise<void> {
  return turn();
}
