import rateLimit from '@fastify/rate-limit';
import type { HttpReply, HttpRequest } from '../http/fastify.ts';
import type { GuardedRequest } from '../http/request-state.ts';
import { HttpProblem } from '../problems/http-problem.ts';

type Instance = HttpRequest['server'];
type Limiter = ReturnType<Instance['createRateLimit']>;

const WINDOW_MS = 60_000;
/** Whose requests are remembered at most, of each kind. */
const MAX_CLIENTS = 100_000;

/** Requests a minute, which begins with the first; 0 sets no limit. */
export interface Allowances {
  readonly ofPrincipal: number;
  readonly ofAddress: number;
}

/**
 * The allowances of requests: one for each address (of IPv6: network of 64 bits), for what comes while nobody knows yet who
 * asks, and one for each principal. So the people of one office, who share an address, take nothing from each other, and a
 * flood of bad tokens ends before it costs a signature each, however many come at once.
 */
export class RequestLimits {
  #ofAddress: Limiter | undefined;
  #ofPrincipal: Limiter | undefined;

  /** Counts once the instance is ready. */
  constructor(instance: Instance, allowances: Allowances) {
    // Nobody waits for it here: that would have the instance made ready before Nest has told it how to answer errors.
    void instance.register(rateLimit, { global: false });
    instance.after(() => this.#begin(instance, allowances));
  }

  #begin(instance: Instance, { ofAddress, ofPrincipal }: Allowances): void {
    const kept = { timeWindow: WINDOW_MS, cache: MAX_CLIENTS };
    if (ofAddress > 0) this.#ofAddress = instance.createRateLimit({ ...kept, max: ofAddress });
    if (ofPrincipal > 0) {
      this.#ofPrincipal = instance.createRateLimit({
        ...kept,
        max: ofPrincipal,
        keyGenerator: (request) => (request as GuardedRequest).principal?.id ?? '',
      });
    }
  }

  /** @throws HttpProblem TOO_MANY_REQUESTS when the address has used up its allowance */
  async takeOfAddress(request: GuardedRequest, reply: HttpReply): Promise<void> {
    if (this.#ofAddress) await take(this.#ofAddress, request, reply);
  }

  /** @throws HttpProblem TOO_MANY_REQUESTS when the principal has used up its allowance */
  async takeOfPrincipal(request: GuardedRequest, reply: HttpReply): Promise<void> {
    if (this.#ofPrincipal) await take(this.#ofPrincipal, request, reply);
  }
}

async function take(limiter: Limiter, request: GuardedRequest, reply: HttpReply): Promise<void> {
  const taken = await limiter(request);
  if (taken.isAllowed) return;
  void reply.headers({
    'ratelimit-limit': taken.max,
    'ratelimit-remaining': taken.remaining,
    'ratelimit-reset': taken.ttlInSeconds,
  });
  if (taken.isExceeded) {
    throw new HttpProblem('TOO_MANY_REQUESTS', { headers: { 'retry-after': String(taken.ttlInSeconds) } });
  }
}
