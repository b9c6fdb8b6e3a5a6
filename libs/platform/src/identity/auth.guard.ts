import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '#kernel';
import type { GuardedRequest } from '../http/request-state.ts';
import { RouteAccessTable, type RouteAccess } from './access-of-route.ts';
import type { Principal } from './principal.ts';
import { TokenVerifier, unauthenticated } from './token-verifier.ts';

const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

/**
 * Closed by default: a route answers only who sends a valid token of an allowed role, unless it is declared `@Public()`.
 * It decides without a promise when the token is known, which is nearly always.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  readonly #routes = new RouteAccessTable();

  constructor(private readonly tokens: TokenVerifier) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = this.#routes.of(context);
    if (access.isPublic) return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const principal = this.tokens.verify(bearerToken(request.headers.authorization));
    if (principal instanceof Promise) return principal.then((known) => admit(request, known, access));
    return admit(request, principal, access);
  }
}

function bearerToken(authorization: string | undefined): string {
  const token = authorization === undefined ? undefined : BEARER.exec(authorization)?.[1];
  if (token === undefined) throw unauthenticated('TOKEN_MISSING', '');
  return token;
}

function admit(request: GuardedRequest, principal: Principal, { roles }: RouteAccess): true {
  if (roles && !roles.includes(principal.role)) {
    throw new DomainError('ROLE_NOT_ALLOWED', { role: principal.role, allowed: roles }, 'forbidden');
  }
  request.principal = principal;
  return true;
}
