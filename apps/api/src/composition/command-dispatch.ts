import type { CommandBus } from '@nestjs/cqrs';
import { claimDispatch, type CommandExecutor, type Dispatch } from '#kernel';
import type { PolicyPrincipal } from '#platform';
import type { CommandClass, Context } from './context.ts';

/**
 * Gives the commands of process managers, by name, to the same command bus that HTTP uses; the policy is the principal.
 */
export function commandDispatch(bus: CommandBus, executor: CommandExecutor, contexts: readonly Context[]): Dispatch {
  const classes = new Map<string, CommandClass>();
  for (const { commands = {} } of contexts) {
    for (const [name, command] of Object.entries(commands)) {
      if (classes.has(name)) throw new TypeError(`two contexts have a command called ${name}`);
      classes.set(name, command);
    }
  }
  const toBus: Dispatch = async (name, data, origin) => {
    const command = classes.get(name);
    if (!command) throw new TypeError(`no context has a command called ${name}`);
    const principal: PolicyPrincipal = {
      role: 'policy',
      name: origin.actor.kind === 'policy' ? origin.actor.name : origin.actor.id,
    };
    await bus.execute(new command({ data: data as never, origin, principal }));
  };
  return claimDispatch(
    executor,
    contexts.flatMap(({ claimTargets = [] }) => claimTargets),
    toBus,
  );
}
