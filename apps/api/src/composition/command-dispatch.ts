import type { CommandBus } from '@nestjs/cqrs';
import { claimDispatch, type Actor, type CommandExecutor, type Dispatch } from '#kernel';
import type { PolicyPrincipal } from '#platform';
import { policyNotAllowed } from '#use-cases';
import type { CommandClass, Context } from './context.ts';
import { processesOf } from './event-core.ts';

/**
 * Gives the commands of process managers, by name, to the same command bus that HTTP uses; the policy is the principal.
 * What is left in `work.db` by a process manager that no longer declares it is refused like any other.
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
    const principal: PolicyPrincipal = { role: 'policy', name: policyOf(origin.actor) };
    await bus.execute(new command({ data: data as never, origin, principal }));
  };
  const carryOut = claimDispatch(
    executor,
    contexts.flatMap(({ claimTargets = [] }) => claimTargets),
    toBus,
  );
  const requireDeclared = declaredBy(contexts);
  return async (name, data, origin) => {
    requireDeclared(policyOf(origin.actor), name);
    await carryOut(name, data, origin);
  };
}

/** @returns what throws DomainError POLICY_NOT_ALLOWED (forbidden) for a command that a policy does not declare */
function declaredBy(contexts: readonly Context[]): (policy: string, command: string) => void {
  const processes = new Map(processesOf(contexts).map((process) => [process.name, process]));
  return (policy, command) => {
    const process = processes.get(policy);
    // One that names its events by their types says nothing of its commands.
    const mayGive = process && (!process.gives || process.gives.has(command));
    if (!mayGive) throw policyNotAllowed({ policy, command });
  };
}

function policyOf(actor: Actor): string {
  return actor.kind === 'policy' ? actor.name : actor.id;
}
