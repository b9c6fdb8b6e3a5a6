import type { CommandBus } from '@nestjs/cqrs';
import { claimDispatch, type Actor } from '#kernel/domain';
import type { CommandExecutor, Dispatch } from '#kernel/execution';
import { commandMessageOf } from '#platform';
import { policyNotAllowed, type ContextDefinition, type PolicyPrincipal } from '#use-cases';
import { processesOf } from './event-core.ts';

/**
 * Gives the commands of process managers, by name, to the same command bus that HTTP uses; the policy is the principal.
 * What is left in `work.db` by a process manager that no longer declares it is refused like any other.
 */
export function commandDispatch(
  bus: CommandBus,
  executor: CommandExecutor,
  contexts: readonly ContextDefinition[],
): Dispatch {
  const commands = new Map(contexts.flatMap((context) => context.commands).map((command) => [command.name, command]));
  const toBus: Dispatch = async (name, data, origin) => {
    const command = commands.get(name);
    if (!command) throw new TypeError(`no context has a command called ${name}`);
    const principal: PolicyPrincipal = { role: 'policy', name: policyOf(origin.actor) };
    const Message = commandMessageOf(command);
    await bus.execute(new Message({ data: data as object, origin, principal }));
  };
  const carryOut = claimDispatch(
    executor,
    contexts.flatMap(({ aggregates }) => aggregates),
    toBus,
  );
  const requireDeclared = declaredBy(contexts);
  return async (name, data, origin) => {
    requireDeclared(policyOf(origin.actor), name);
    await carryOut(name, data, origin);
  };
}

/** @returns what throws DomainError POLICY_NOT_ALLOWED (forbidden) for a command that a policy does not declare */
function declaredBy(contexts: readonly ContextDefinition[]): (policy: string, command: string) => void {
  const processes = new Map(processesOf(contexts).map((process) => [process.name, process]));
  return (policy, command) => {
    if (!processes.get(policy)?.gives.has(command)) throw policyNotAllowed({ policy, command });
  };
}

function policyOf(actor: Actor): string {
  return actor.kind === 'policy' ? actor.name : actor.id;
}
