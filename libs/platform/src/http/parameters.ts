import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { CommandContext as CommandContextOf } from '../commands/command-context.ts';
import type { Principal } from '#use-cases';
import type { GuardedRequest } from './request-state.ts';

function requestOf(context: ExecutionContext): GuardedRequest {
  return context.switchToHttp().getRequest<GuardedRequest>();
}

/** Gives a controller the authenticated principal. On a public route there may be none: declare it optional there. */
export const CurrentPrincipal = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Principal | undefined => requestOf(context).principal,
);

/**
 * Gives a controller the context of the command that a POST carries: `command.envelope(data)` is what a handler takes.
 * The type beside it is the class of the same name: `@CommandContext() command: CommandContext`.
 */
export const CommandContext = createParamDecorator((_data: unknown, context: ExecutionContext): CommandContextOf => {
  const { command, method, url } = requestOf(context);
  if (!command) throw new TypeError(`no command context on ${method} ${url}: only an authenticated POST has one`);
  return command;
});
export type CommandContext = CommandContextOf;
