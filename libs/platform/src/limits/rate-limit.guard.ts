import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { HttpReply } from '../http/fastify.ts';
import type { GuardedRequest } from '../http/request-state.ts';
import { HttpProblem } from '../problems/http-problem.ts';
import type { RateLimiter } from './rate-limiter.ts';

/**
 * Refuses what goes beyond a client's allowance, and tells every client what is left of it. A client is a principal, or
 * an address on public routes. It runs after authentication; it is not there at all when no limit is set.
 */
export class RateLimitGuard implements CanActivate {
  constructor(private readonly limiter: RateLimiter) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const { principal, ip } = http.getRequest<GuardedRequest>();
    const { allowed, limit, remaining, reset } = this.limiter.take(principal ? `id:${principal.id}` : `ip:${ip}`);
    void http.getResponse<HttpReply>().headers({
      'ratelimit-limit': limit,
      'ratelimit-remaining': remaining,
      'ratelimit-reset': reset,
    });
    if (allowed) return true;
    throw new HttpProblem({
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      detail: 'The allowance of this minute is used up; try again after the seconds in Retry-After.',
      headers: { 'retry-after': String(reset) },
    });
  }
}
