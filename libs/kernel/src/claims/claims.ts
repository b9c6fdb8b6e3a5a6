import { Type } from '@sinclair/typebox';
import type { DecisionContext } from '../commands/aggregate.ts';
import { DomainError } from '../errors.ts';
import { defineEvent, type EventOf } from '../events/event-definition.ts';

/**
 * Written to the target stream of a two-stream command before its claim is released: from then on the target refuses
 * that command, so a process that wakes late cannot act on a claim it has lost.
 */
export const CommandAbandoned = defineEvent({
  type: 'CommandAbandoned',
  schema: Type.Object({ abandonedCommandId: Type.String({ minLength: 1 }) }),
});
export type CommandAbandoned = EventOf<typeof CommandAbandoned>;

/** The command that every target of a claim understands. */
export interface AbandonCommand {
  readonly type: 'AbandonCommand';
  readonly abandonedCommandId: string;
}

/**
 * Decides {@link AbandonCommand} for a target stream.
 * @throws DomainError COMMAND_ALREADY_CARRIED_OUT (already-so) when the command made it; its claim then stands
 */
export function decideAbandon(
  command: AbandonCommand,
  abandoned: ReadonlySet<string>,
  context: DecisionContext,
): CommandAbandoned[] {
  const { abandonedCommandId } = command;
  if (context.hasRun(abandonedCommandId)) {
    throw new DomainError('COMMAND_ALREADY_CARRIED_OUT', { commandId: abandonedCommandId }, 'already-so');
  }
  if (abandoned.has(abandonedCommandId)) return [];
  return [{ type: 'CommandAbandoned', data: { abandonedCommandId } }];
}

/**
 * Refuses a command whose claim was released.
 * @throws DomainError COMMAND_ABANDONED (conflict): send it again under a new Idempotency-Key
 */
export function refuseAbandoned(commandId: string, abandoned: ReadonlySet<string>): void {
  if (abandoned.has(commandId)) throw commandAbandoned(commandId);
}

/** A command cannot act any more, or not here: its claim was released, or stands for another act. */
export function commandAbandoned(commandId: string): DomainError {
  return new DomainError('COMMAND_ABANDONED', { commandId }, 'conflict');
}
