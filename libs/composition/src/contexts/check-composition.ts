import { claimCommands } from '#kernel/domain';
import { checkEdges } from '#kernel/execution';
import { checkContexts, type ContextDefinition } from '#use-cases';
import { eventsOf, processesOf, projectionsOf } from './event-core.ts';

/**
 * Refuses to put together contexts that do not fit, before anything is opened.
 * @throws TypeError that names what does not fit, as {@link checkEdges} and {@link checkContexts} do
 */
export function checkComposition(contexts: readonly ContextDefinition[]): void {
  const processes = processesOf(contexts);
  checkContexts(contexts, processes);
  checkEdges({
    definitions: eventsOf(contexts),
    projections: projectionsOf(contexts),
    processes,
    commands: [...claimCommands, ...contexts.flatMap(({ commands }) => commands)],
  });
}
