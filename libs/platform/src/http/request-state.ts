import type { CommandContext } from '../commands/command-context.ts';
import type { Principal } from '#use-cases';
import type { HttpRequest } from './fastify.ts';

/** What the guards find out about a request, for the controller behind them. */
export interface RequestState {
  principal?: Principal;
  command?: CommandContext;
}

/** The request with what the guards put on it. */
export type GuardedRequest = HttpRequest & RequestState;
