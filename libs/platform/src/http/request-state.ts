import type { Principal } from '#use-cases';
import type { CommandContext } from '../commands/command-context.ts';
import type { HttpRequest } from './fastify.ts';

/** What the guards find out about a request, for the controller behind them. */
export interface RequestState {
  principal?: Principal;
  command?: CommandContext;
  /** Code of the problem that answered it. */
  refusal?: string;
}

/** The request with what the guards put on it. */
export type GuardedRequest = HttpRequest & RequestState;

/**
 * What a POST says of the command it carries.
 * @throws TypeError on a route without authentication, or of another method: a defect of the route
 */
export function commandOf({ command, method, url }: GuardedRequest): CommandContext {
  if (!command) throw new TypeError(`no command context on ${method} ${url}: only an authenticated POST has one`);
  return command;
}
