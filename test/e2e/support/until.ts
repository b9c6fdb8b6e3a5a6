import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds between two questions: whoever asks without a pause takes the time of those who are to answer. */
const SHORTEST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 200;

/**
 * Asks again and again until there is an answer, and leaves those who answer as much time for their work as the question
 * took them; the time limit of the specification ends it.
 */
export async function until<T>(ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const asked = performance.now();
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(Math.min(Math.max(SHORTEST_PAUSE_MS, performance.now() - asked), LONGEST_PAUSE_MS));
  }
}
