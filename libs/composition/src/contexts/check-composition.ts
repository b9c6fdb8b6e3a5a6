import { claimCommands } from '#kernel/domain';
import { looseEnds } from '#kernel/execution';
import { misfits, type ContextDefinition } from '#use-cases';
import { eventsOf, processesOf, projectionsOf } from './event-core.ts';

/**
 * Refuses to put together contexts that do not fit, before anything is opened.
 * @throws TypeError that names what does not fit, as {@link misfits} and {@link looseEnds} tell it
 */
export function checkComposition(contexts: readonly ContextDefinition[]): void {
  const processes = processesOf(contexts);
  const faults = [
    ...misfits(contexts, processes),
    ...looseEnds({
      definitions: eventsOf(contexts),
      projections: projectionsOf(contexts),
      processes,
      commands: [...claimCommands, ...contexts.flatMap(({ commands }) => commands)],
    }),
  ];
  if (faults.length > 0) throw new TypeError(faults.join('; '));
}
