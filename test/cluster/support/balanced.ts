import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Api, RequestOptions } from '../../e2e/support/api.ts';

/**
 * A client before a balancer: each request goes to the next server. What it is told to send again it sends again, under
 * the same key, when it is told to.
 */
export class Balanced {
  #asked = 0;
  /** How often it was told to come again later. */
  unavailable = 0;

  constructor(readonly servers: readonly Api[]) {}

  async post(path: string, body: unknown = {}, options: RequestOptions = {}): Promise<Answer> {
    const key = options.key ?? randomUUID();
    for (;;) {
      const answer = await this.#next().post(path, body, { ...options, key });
      if (answer.status === 503) {
        this.unavailable += 1;
        await sleep(1_000 * Number(answer.headers.get('retry-after')));
      } else if (answer.status !== 409 || answer.body.code !== 'CONFLICT_RETRIES_EXHAUSTED') return answer;
    }
  }

  #next(): Api {
    const server = this.servers[(this.#asked += 1) % this.servers.length];
    if (!server) throw new Error('there is no server');
    return server;
  }
}
