import type { DomainEvent } from '../decider.ts';
import type { RecordedEvent } from '../events/envelope.ts';

/** A command that a reaction asks for; its id is derived from process, instance, event and place in the list. */
export interface WantedCommand {
  /** Name under which the dispatcher knows it, for example `DeactivatePuntoCliente`. */
  readonly name: string;
  /** JSON. */
  readonly data: unknown;
}

/** What an event makes of a process instance. */
export interface Reaction<State> {
  /** JSON; undefined when the process is over or does not concern this instance. */
  readonly state: State | undefined;
  readonly commands?: readonly WantedCommand[];
  /** Sets or replaces deadlines by id (milliseconds since the epoch); when due, the command is given. */
  readonly set?: readonly { readonly id: string; readonly dueAt: number; readonly command: WantedCommand }[];
  /** Ids of deadlines that no longer stand. */
  readonly clear?: readonly string[];
}

/**
 * Turns events into commands. Its state is folded in log order from all sides of its rule and never looked up in a read
 * model; its commands have deterministic ids, so that at-least-once is harmless. Pure: `recordedAt` is its only clock.
 */
export interface ProcessManager {
  /** kebab-case; it stands as the actor (`policy`) of the commands it gives. */
  readonly name: string;
  readonly handles: ReadonlySet<string>;
  keys(event: RecordedEvent): readonly string[];
  react(state: unknown, event: RecordedEvent, key: string): Reaction<unknown>;
}

interface ProcessManagerInput<State, Event extends DomainEvent> {
  name: string;
  keys: (event: RecordedEvent<Event>) => readonly string[];
  on: {
    readonly [T in Event['type']]?: (
      state: State | undefined,
      event: RecordedEvent<Extract<Event, { type: T }>>,
      key: string,
    ) => Reaction<State>;
  };
}

/** Declares a process manager: how its instances are keyed and how it reacts to each event. */
export function defineProcessManager<State, Event extends DomainEvent>(
  input: ProcessManagerInput<State, Event>,
): ProcessManager {
  const handlers = new Map(Object.entries(input.on)) as Map<
    string,
    (state: unknown, event: RecordedEvent, key: string) => Reaction<unknown>
  >;
  return {
    name: input.name,
    handles: new Set(handlers.keys()),
    keys: (event) => input.keys(event as RecordedEvent<Event>),
    react: (state, event, key) => handlers.get(event.type)?.(state, event, key) ?? { state },
  };
}
