import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../events/event-definition.ts';
import { defineRefusal } from '../rules/refusal.ts';

/**
 * Written to the stream of a command before the claims are released that were made for it: from then on the command is
 * refused there, so a process that wakes late cannot act on claims it has lost. The executor writes it and folds it.
 */
export const CommandAbandoned = defineEvent({
  type: 'CommandAbandoned',
  schema: Type.Object({ abandonedCommandId: Type.String({ minLength: 1 }) }),
});
export type CommandAbandoned = EventOf<typeof CommandAbandoned>;

/** The act of a command stands, so that it is not abandoned any more. */
export const commandAlreadyCarriedOut = defineRefusal(
  'COMMAND_ALREADY_CARRIED_OUT',
  'The command {commandId} was carried out: read what it brought about; what it claimed stays claimed.',
  'already-so',
);

/** A command cannot act any more, or not here: its claims were released, or stand for another act. */
export const commandAbandoned = defineRefusal(
  'COMMAND_ABANDONED',
  'This command was abandoned, and what it had claimed is free or serves another: send it under a new Idempotency-Key.',
  'conflict',
);

/** The commands that a stream has seen. */
interface SeenCommands {
  readonly commands: ReadonlyMap<string, unknown>;
  readonly abandoned: ReadonlySet<string>;
}

/**
 * Decides that a command shall not be carried out any more.
 * @param seen the commands that have written to its stream, and those that were abandoned there
 * @throws DomainError COMMAND_ALREADY_CARRIED_OUT (already-so) when the stream holds its act; its claims then stand
 */
export function decideAbandon(commandId: string, { commands, abandoned }: SeenCommands): CommandAbandoned[] {
  if (commands.has(commandId)) throw commandAlreadyCarriedOut({ commandId });
  if (abandoned.has(commandId)) return [];
  return [{ type: 'CommandAbandoned', data: { abandonedCommandId: commandId } }];
}
