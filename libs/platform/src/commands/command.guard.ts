import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { commandIdOf, type CommandOrigin } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { refuseReusedKey } from '#kernel/execution';
import type { GuardedRequest } from '../http/request-state.ts';
import { actorOf } from '#use-cases';
import { EVENT_STORE } from '../injection-tokens.ts';
import { invalid } from '../validation/request-validation.pipe.ts';
import { BodyHasher } from './body-hasher.ts';
import { CommandContext } from './command-context.ts';
import { personalFieldsAt } from './personal-fields-at.ts';
import { idempotencyKey, ifMatchRevision } from './request-headers.ts';
import { isSearch } from './searches.ts';

/**
 * Prepares the command that an authenticated POST carries, unless it is a search, and refuses a reused Idempotency-Key
 * before anything else is looked at: before validation, before If-Match, before any rule. It runs after authentication,
 * for the key belongs to the principal.
 */
@Injectable()
export class CommandGuard implements CanActivate {
  constructor(
    @Inject(EVENT_STORE) private readonly events: Pick<EventStore, 'findIdempotencyRecord'>,
    private readonly bodies: BodyHasher,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    if (request.method !== 'POST') return true;
    refuseQuery(request);
    if (!request.principal) return true;
    const method = context.getHandler();
    return isSearch(method) || this.#prepare(request, personalFieldsAt(method));
  }

  async #prepare(request: GuardedRequest, personal: readonly string[]): Promise<boolean> {
    const { principal, headers, raw } = request;
    if (!principal) return true;
    const commandId = commandIdOf(principal.id, idempotencyKey(raw.headersDistinct['idempotency-key']));
    const body = this.bodies.bodyOf({ body: request.body, parameters: request.params, personal });
    const standing = await this.events.findIdempotencyRecord(commandId);
    const origin: CommandOrigin = {
      commandId,
      actor: actorOf(principal),
      correlationId: request.id,
      causationId: request.id,
      idempotency: { route: `POST ${request.routeOptions.url ?? ''}`, body, ...(standing ? { standing } : {}) },
    };
    if (standing) await refuseReusedKey(origin, standing);
    request.command = new CommandContext(principal, origin, ifMatchRevision(headers['if-match']));
    return true;
  }
}

/** What a POST is told stands in its path and its body: a parameter beside them would be ignored without a word. */
function refuseQuery({ query }: GuardedRequest): void {
  const names = Object.keys(query as object);
  if (names.length === 0) return;
  throw invalid(names.map((field) => ({ field, code: 'whitelistValidation', message: `${field} should not exist` })));
}
