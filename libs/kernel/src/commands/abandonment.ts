import { Type } from '@sinclair/typebox';
import { DomainError } from '../errors.ts';
import { defineEvent, type EventOf } from '../events/event-definition.ts';

/**
 * Written to the stream of a command before the claims are released that were made for it: from then on the command is
 * refused there, so a process that wakes late cannot act on claims it has lost. The executor writes it and folds it.
 */
export const CommandAbandoned = defineEvent({
  type: 'CommandAbandoned',
  schema: Type.Object({ abandonedCommandId: Type.String({ minLength: 1 }) }),
});
export type CommandAbandoned = EventOf<typeof CommandAbandoned>;

/**
 * Decides that a command shall not be carried out any more.
 * @param abandoned the commands that were abandoned already
 * @throws DomainError COMMAND_ALREADY_CARRIED_OUT (already-so) when the stream holds its act; its claims then stand
 */
export function decideAbandon(
  { abandonedCommandId }: { readonly abandonedCommandId: string },
  abandoned: ReadonlySet<string>,
  { hasRun }: { readonly hasRun: (commandId: string) => boolean },
): CommandAbandoned[] {
  if (hasRun(abandonedCommandId)) {
    throw new DomainError('COMMAND_ALREADY_CARRIED_OUT', { commandId: abandonedCommandId }, 'already-so');
  }
  if (abandoned.has(abandonedCommandId)) return [];
  return [{ type: 'CommandAbandoned', data: { abandonedCommandId } }];
}

/**
 * Refuses a command that was abandoned.
 * @throws DomainError COMMAND_ABANDONED (conflict): send it again under a new Idempotency-Key
 */
export function refuseAbandoned(commandId: string, abandoned: ReadonlySet<string>): void {
  if (abandoned.has(commandId)) throw commandAbandoned(commandId);
}

/** A command cannot act any more, or not here: its claims were released, or stand for another act. */
export function commandAbandoned(commandId: string): DomainError {
  return new DomainError('COMMAND_ABANDONED', { commandId }, 'conflict');
}
