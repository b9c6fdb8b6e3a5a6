import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { CommandContext as CommandContextOf } from '../commands/command-context.ts';
import { commandOf, type GuardedRequest } from './request-state.ts';

/**
 * Gives a controller what a POST says of the command it carries. The type beside it is the class of the same name:
 * `@CommandContext() command: CommandContext`.
 */
export const CommandContext = createParamDecorator((_data: unknown, context: ExecutionContext): CommandContextOf =>
  commandOf(context.switchToHttp().getRequest<GuardedRequest>()),
);
export type CommandContext = CommandContextOf;
