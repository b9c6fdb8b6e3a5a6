import { setImmediate as nextTurn } from 'node:timers/promises';

/** Asks again and again until there is an answer; the time limit of the specification ends it. */
export async function until<T>(ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await nextTurn();
  }
}
