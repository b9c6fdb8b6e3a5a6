import {
  ClaimingExecutor,
  CommandAbandoned,
  CommandExecutor,
  EventRegistry,
  ProjectionReader,
  reservationEvents,
  reservationSweeper,
  type Clock,
  type ProcessManager,
  type Projection,
  type ReadModelStore,
  type WatchedLog,
} from '#kernel';
import type { Context } from './context.ts';

/** The event-sourced heart of an installation, over its log and read models. */
export interface EventCore {
  readonly registry: EventRegistry;
  readonly executor: CommandExecutor;
  readonly claiming: ClaimingExecutor;
  readonly reader: ProjectionReader;
}

/** Puts together what the contexts bring. */
export function eventCore(
  log: WatchedLog,
  readModels: ReadModelStore,
  contexts: readonly Context[],
  clock: Clock,
): EventCore {
  const registry = eventRegistryOf(contexts);
  const executor = new CommandExecutor({ store: log, registry, clock });
  return {
    registry,
    executor,
    claiming: new ClaimingExecutor(executor),
    reader: new ProjectionReader({ log, store: readModels, refuse: () => log.refuseChanged() }),
  };
}

/** All events: those of the contexts, and those that the kernel writes for them. */
export function eventRegistryOf(contexts: readonly Context[]): EventRegistry {
  return new EventRegistry([CommandAbandoned, ...reservationEvents, ...contexts.flatMap(({ events = [] }) => events)]);
}

/** The read models of the contexts. */
export function projectionsOf(contexts: readonly Context[]): readonly Projection[] {
  return contexts.flatMap(({ projections = [] }) => projections);
}

/** The process managers of the contexts, and the one that sweeps their reservations. */
export function processesOf(contexts: readonly Context[]): readonly ProcessManager[] {
  const actEvents = new Set(contexts.flatMap((context) => context.actEvents ?? []));
  return [...contexts.flatMap(({ processes = [] }) => processes), reservationSweeper([...actEvents])];
}
