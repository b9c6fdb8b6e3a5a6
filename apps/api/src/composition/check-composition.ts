import { checkEdges, claimCommands, CommandAbandoned, reservationEvents } from '#kernel';
import { checkContexts, type ContextDefinition } from '#use-cases';
import type { Context } from './context.ts';
import { processesOf, projectionsOf } from './event-core.ts';

/** The declarations of the contexts that are declared. */
export function declarationsOf(contexts: readonly Context[]): readonly ContextDefinition[] {
  return contexts.flatMap(({ declaration }) => declaration ?? []);
}

/**
 * Refuses to put together contexts that do not fit, before anything is opened.
 * @throws TypeError that names what does not fit, as {@link checkEdges} and {@link checkContexts} do
 */
export function checkComposition(contexts: readonly Context[]): void {
  const processes = processesOf(contexts);
  checkContexts(declarationsOf(contexts), processes);
  checkEdges({
    definitions: [CommandAbandoned, ...reservationEvents, ...contexts.flatMap(({ events = [] }) => events)],
    projections: projectionsOf(contexts),
    processes,
    commands: [
      ...claimCommands,
      ...contexts.flatMap(({ commands = {} }) => Object.keys(commands).map((name) => ({ name }))),
    ],
  });
}
