import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Api, RequestOptions } from '../../e2e/support/api.ts';

/** What a connection that was closed at the other side is called. */
const CLOSED = ['UND_ERR_SOCKET', 'ECONNRESET'];

/**
 * A client before a balancer: each request goes to the next server. What it is told to send again it sends again, under
 * the same key, when it is told to; and at once what was sent into a connection that the server had just closed, as it
 * had been idle for long.
 */
export class Balanced {
  #asked = 0;
  /** How often it was told to come again later. */
  unavailable = 0;
  /** How often a connection ended under a request. */
  closed = 0;

  constructor(readonly servers: readonly Api[]) {}

  async post(path: string, body: unknown = {}, options: RequestOptions = {}): Promise<Answer> {
    const key = options.key ?? randomUUID();
    for (;;) {
      const answer = await this.#next()
        .post(path, body, { ...options, key })
        .catch((error: unknown) => this.#again(error));
      if (!answer) continue;
      if (answer.status === 503) {
        this.unavailable += 1;
        await sleep(1_000 * Number(answer.headers.get('retry-after')));
      } else if (answer.status !== 409 || answer.body.code !== 'CONFLICT_RETRIES_EXHAUSTED') return answer;
    }
  }

  /** @throws whatever else it is that failed */
  #again(error: unknown): undefined {
    const { cause } = error as { readonly cause?: { readonly code?: string } };
    if (!CLOSED.includes(cause?.code ?? '')) throw error;
    this.closed += 1;
  }

  #next(): Api {
    const server = this.servers[(this.#asked += 1) % this.servers.length];
    if (!server) throw new Error('there is no server');
    return server;
  }
}
