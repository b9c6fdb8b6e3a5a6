import type { Answer, Api } from './api.ts';
import { until } from './until.ts';

/**
 * Milliseconds within which processes that are well say so. One look is not enough: on a busy machine a store may be later
 * with its answer than a look waits for it, and processes that work are told of by what they last wrote. The longest is
 * what it takes to get a lease back, and to read what came meanwhile into a server that reads a collection to write a
 * document.
 */
const PATIENCE_MS = 90_000;

type Health = Pick<Answer, 'status' | 'body'>;

/**
 * Waits until processes say, all at once, that they are healthy.
 * @returns what those say that are not, once that took too long; nothing otherwise
 */
export async function unhealthyInTheEnd(...processes: readonly Api[]): Promise<readonly Health[]> {
  const patience = performance.now() + PATIENCE_MS;
  return until(async () => {
    const answers = await Promise.all(processes.map((process) => process.get('/health')));
    const unhealthy = answers.filter(({ status }) => status !== 200).map(({ status, body }) => ({ status, body }));
    return unhealthy.length === 0 || performance.now() > patience ? unhealthy : undefined;
  });
}

/** Expects that a process is healthy in the end, and shows what it says where it is not. */
export async function expectHealthy(process: Api): Promise<void> {
  expect(await unhealthyInTheEnd(process)).toEqual([]);
}
