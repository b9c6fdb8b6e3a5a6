import rateLimit from '@fastify/rate-limit';
import type { HttpReply, HttpRequest } from '../http/fastify.ts';
import type { GuardedRequest } from '../http/request-state.ts';
import { HttpProblem } from '../problems/http-problem.ts';

type Instance = HttpRequest['server'];
type Limiter = ReturnType<Instance['createRateLimit']>;

const WINDOW_MS = 60_000;
/** Whose requests are remembered at most, of each kind. */
const MAX_CLIENTS = 100_000;

/**
 * The allowances of requests: one for each principal, and one for each address (of IPv6: network of 64 bits) for what
 * comes without a valid token. So the people of one office, who share an address, take nothing from each other, and
 * a flood of bad tokens ends before it costs a signature each.
 */
export class RequestLimits {
  readonly #ofAddress: Limiter;
  readonly #ofPrincipal: Limiter;

  private constructor(instance: Instance, perMinute: number) {
    const kept = { max: perMinute, timeWindow: WINDOW_MS, cache: MAX_CLIENTS };
    this.#ofAddress = instance.createRateLimit(kept);
    this.#ofPrincipal = instance.createRateLimit({
      ...kept,
      keyGenerator: (request) => (request as GuardedRequest).principal?.id ?? '',
    });
  }

  /** @param perMinute requests that each may make in a minute, which begins with the first */
  static async register(instance: Instance, perMinute: number): Promise<RequestLimits> {
    await instance.register(rateLimit, { global: false });
    return new RequestLimits(instance, perMinute);
  }

  /** @throws HttpProblem TOO_MANY_REQUESTS when the address has used up what it may ask without a valid token */
  takeOfAddress(request: GuardedRequest, reply: HttpReply): Promise<void> {
    return take(this.#ofAddress, request, reply);
  }

  /** @throws HttpProblem TOO_MANY_REQUESTS when nothing is left of the address's allowance; it takes nothing itself */
  async requireSomeOfAddress(request: GuardedRequest, reply: HttpReply): Promise<void> {
    const left = await this.#ofAddress(request, { increment: false });
    if (!left.isAllowed && left.remaining === 0) await this.takeOfAddress(request, reply);
  }

  /** @throws HttpProblem TOO_MANY_REQUESTS when the principal has used up its allowance */
  takeOfPrincipal(request: GuardedRequest, reply: HttpReply): Promise<void> {
    return take(this.#ofPrincipal, request, reply);
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
