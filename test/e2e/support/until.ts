import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds between two questions: whoever asks without a pause takes the time of those who are to answer. */
const ASKED_EVERY_MS = 20;

/** Asks again and again until there is an answer; the time limit of the specification ends it. */
export async function until<T>(ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(ASKED_EVERY_MS);
  }
}
