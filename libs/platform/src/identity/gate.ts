import type { OnModuleInit } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { requireRole, type Principal } from '#use-cases';
import type { Configuration } from '../configuration/configuration.ts';
import type { HttpReply } from '../http/fastify.ts';
import type { GuardedRequest } from '../http/request-state.ts';
import { RequestLimits } from '../limits/request-limits.ts';
import { answerError } from '../problems/problem.filter.ts';
import { accessOf, type RouteAccess } from './route-access.ts';
import { unauthenticated, type TokenVerifier } from './token-verifier.ts';

/** What the gate is told. */
interface GateParts {
  readonly configuration: Pick<Configuration, 'rateLimit' | 'addressRateLimit'>;
  /** Throws SystemError LOG_CHANGED once the log is no longer the one that the process was started on. */
  readonly refuseChanged: () => void;
}

const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

/**
 * Lets requests in: closed by default, a route answers only who sends a valid token of an allowed role, unless it is
 * declared `@Public()`. It stands before everything that reads a body, so that nobody has one parsed who may not send
 * it.
 */
export class Gate implements OnModuleInit {
  #limits: RequestLimits | undefined;

  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly tokens: TokenVerifier,
    private readonly parts: GateParts,
  ) {}

  onModuleInit(): void {
    const { rateLimit: ofPrincipal, addressRateLimit: ofAddress } = this.parts.configuration;
    const instance = this.host.httpAdapter.getInstance();
    if (ofPrincipal > 0 || ofAddress > 0) {
      this.#limits = new RequestLimits(instance, { ofPrincipal, ofAddress });
    }
    instance.addHook('onRequest', (request, reply, done) => {
      const refuse = (error: unknown): void => answerError(error, request, reply);
      try {
        const pending = this.#admit(request, reply);
        if (pending) pending.then(() => done(), refuse);
        else done();
      } catch (error) {
        refuse(error);
      }
    });
  }

  #admit(request: GuardedRequest, reply: HttpReply): Promise<void> | undefined {
    const access = accessOf(request);
    if (access.restsOnLog) this.parts.refuseChanged();
    const limits = access.isLimited ? this.#limits : undefined;
    if (access.isPublic) return limits?.takeOfAddress(request, reply);
    const token = bearerTokenOf(request);
    const principal = token === undefined ? undefined : this.tokens.known(token);
    if (!principal) return this.#introduce(request, reply, { token, access });
    request.principal = principal;
    if (limits) return limits.takeOfPrincipal(request, reply).then(() => requireOneOf(principal, access));
    requireOneOf(principal, access);
    return undefined;
  }

  /** Of whom nothing is known yet, a request counts with its address before its token is looked at. */
  async #introduce(
    request: GuardedRequest,
    reply: HttpReply,
    { token, access }: { readonly token: string | undefined; readonly access: RouteAccess },
  ): Promise<void> {
    const limits = this.#limits;
    await limits?.takeOfAddress(request, reply);
    if (token === undefined) throw unauthenticated('TOKEN_MISSING', '');
    request.principal = await this.tokens.verify(token);
    await limits?.takeOfPrincipal(request, reply);
    requireOneOf(request.principal, access);
  }
}

/** The bearer token that a request comes with; undefined for none. */
export function bearerTokenOf({ headers }: GuardedRequest): string | undefined {
  return headers.authorization === undefined ? undefined : BEARER.exec(headers.authorization)?.[1];
}

function requireOneOf(principal: Principal, { roles }: RouteAccess): void {
  if (roles) requireRole(principal, ...roles);
}
