import { Command, Query } from '@nestjs/cqrs';
import type { AnyCommand, AnyQuery, Asking, CommandEnvelope, CommandOutcome } from '#use-cases';

/** A command on its way over the bus: its input, who gives it, and under which id. */
export type CommandMessage = Command<CommandOutcome> & { readonly envelope: CommandEnvelope<object> };
/** A query on its way over the bus. */
export type QueryMessage = Query<unknown> & { readonly asking: Asking<object> };

const commands = new WeakMap<object, new (envelope: CommandEnvelope<object>) => CommandMessage>();
const queries = new WeakMap<object, new (asking: Asking<object>) => QueryMessage>();

/** The class under which the bus knows a command: made from its declaration, once. */
export function commandMessageOf(command: AnyCommand): new (envelope: CommandEnvelope<object>) => CommandMessage {
  const known = commands.get(command);
  if (known) return known;
  const message = class extends Command<CommandOutcome> {
    constructor(readonly envelope: CommandEnvelope<object>) {
      super();
    }
  };
  // What the bus names when nobody handles it.
  Object.defineProperty(message, 'name', { value: command.name });
  commands.set(command, message);
  return message;
}

/** The class under which the bus knows a query: made from its declaration, once. */
export function queryMessageOf(query: AnyQuery): new (asking: Asking<object>) => QueryMessage {
  const known = queries.get(query);
  if (known) return known;
  const message = class extends Query<unknown> {
    constructor(readonly asking: Asking<object>) {
      super();
    }
  };
  Object.defineProperty(message, 'name', { value: query.name });
  queries.set(query, message);
  return message;
}
