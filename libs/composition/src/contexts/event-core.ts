import {
  CommandAbandoned,
  reservationEvents,
  reservationSweeper,
  type Clock,
  type EventDefinition,
  type ProcessManager,
  type Projection,
} from '#kernel/domain';
import type { ReadModelStore } from '#kernel/ports';
import { CommandExecutor, EventRegistry, ProjectionReader, type WatchedLog } from '#kernel/execution';
import { unitClaimsSweeper, unitDependantsKeeper } from '#organisation';
import type { ContextDefinition } from '#use-cases';

/** The event-sourced heart of an installation, over its log and read models. */
export interface EventCore {
  readonly registry: EventRegistry;
  readonly executor: CommandExecutor;
  readonly reader: ProjectionReader;
}

/** Puts together what the contexts bring. */
export function eventCore(
  log: WatchedLog,
  readModels: ReadModelStore,
  contexts: readonly ContextDefinition[],
  clock: Clock,
): EventCore {
  const registry = eventRegistryOf(contexts);
  return {
    registry,
    executor: new CommandExecutor({ store: log, registry, clock }),
    reader: new ProjectionReader({ log, store: readModels, refuse: () => log.refuseChanged() }),
  };
}

/** All events: those of the contexts, and those that the kernel writes for them. */
export function eventsOf(contexts: readonly ContextDefinition[]): readonly EventDefinition[] {
  return [CommandAbandoned, ...reservationEvents, ...contexts.flatMap(({ events }) => events)];
}

/** The registry of all events. */
export function eventRegistryOf(contexts: readonly ContextDefinition[]): EventRegistry {
  return new EventRegistry(eventsOf(contexts));
}

/** The read models of the contexts. */
export function projectionsOf(contexts: readonly ContextDefinition[]): readonly Projection[] {
  return contexts.flatMap(({ projections }) => projections);
}

/** The process managers of the contexts, those that sweep their claims, and the one that keeps what needs a unit. */
export function processesOf(contexts: readonly ContextDefinition[]): readonly ProcessManager[] {
  const acts = [...new Set(contexts.flatMap((context) => context.acts))];
  const dependences = contexts.flatMap(({ unitDependences }) => unitDependences);
  return [
    ...contexts.flatMap(({ processes }) => processes),
    reservationSweeper(acts),
    ...(dependences.length === 0 ? [] : [unitDependantsKeeper(dependences), unitClaimsSweeper(acts)]),
  ];
}
