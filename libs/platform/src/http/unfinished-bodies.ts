import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { HttpProblem } from '../problems/http-problem.ts';
import type { HttpRequest } from './fastify.ts';
import type { GuardedRequest } from './request-state.ts';

/** Methods whose requests are answered without a look at a body. */
const BODYLESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'TRACE']);

/**
 * Bounds how many bodies the server waits for at once from each client, a principal or an address: one that sends many,
 * byte by byte, would keep as many connections from all others until their time is over. What arrives with its head never
 * counts.
 */
export function boundUnfinishedBodies(adapter: FastifyAdapter, most: number): void {
  const unfinished = new UnfinishedBodies(most);
  adapter.getInstance().addHook('preParsing', (request, reply, payload, done) => {
    if (request.raw.complete || BODYLESS.has(request.method)) {
      done(null, payload);
      return;
    }
    // What is on its way in the same moment as its head is no sign of anything.
    setImmediate(() => {
      try {
        if (!request.raw.complete) unfinished.take(request);
      } catch (error) {
        // What is left of the body is not waited for.
        void reply.header('connection', 'close');
        done(error as Error);
        return;
      }
      done(null, payload);
    });
  });
}

class UnfinishedBodies {
  readonly #most: number;
  /** How many are waited for, by client; without those of whom none is. */
  readonly #waiting = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Counts the body of a request until it has arrived, or is given up.
   * @throws HttpProblem TOO_MANY_BODIES (429); PATH_UNKNOWN (404) where nobody would read it
   */
  take(request: HttpRequest): void {
    if (request.is404) throw new HttpProblem('PATH_UNKNOWN');
    const client = (request as GuardedRequest).principal?.id ?? request.ip;
    const waiting = this.#waiting.get(client) ?? 0;
    if (waiting >= this.#most) throw new HttpProblem('TOO_MANY_BODIES', { words: { most: String(this.#most) } });
    this.#waiting.set(client, waiting + 1);
    request.raw.once('close', () => this.#giveBack(client));
  }

  #giveBack(client: string): void {
    const others = (this.#waiting.get(client) ?? 1) - 1;
    if (others > 0) this.#waiting.set(client, others);
    else this.#waiting.delete(client);
  }
}
