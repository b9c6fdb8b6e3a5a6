import { contextModule, commandMessageOf } from '#platform';
import type { ContextDefinition } from '#use-cases';
import type { CommandClass, Context } from './context.ts';

/** A declared context, as the composition takes it. */
export function declaredContext(context: ContextDefinition): Context {
  const { events, acts, projections, processes, counters, commands, aggregates } = context;
  return {
    module: contextModule(context),
    events,
    projections,
    processes,
    counters,
    commands: Object.fromEntries(commands.map((command) => [command.name, commandMessageOf(command) as CommandClass])),
    claimTargets: aggregates,
    actEvents: acts.map(({ type }) => type),
    settings: context.settings,
    declaration: context,
  };
}
