import type { Decider, DomainEvent } from '../decider.ts';
import type { Scope } from '../events/envelope.ts';

/** A decider with what the executor needs to know of its streams. */
export interface Aggregate<State, Command, Event extends DomainEvent, Context> extends Decider<
  State,
  Command,
  Event,
  Context
> {
  /** Stream category, for example `Protocol`. */
  readonly category: string;
  /** Where the aggregate stands, once the event is folded in; stamped on the event. */
  scopeOf(state: State, event: Event): Scope;
  /** Ids of the subjects that an event is about. */
  subjectsOf?(event: Event): readonly string[];
}

/** What every decision may know: the time, and what the stream has seen. */
export interface DecisionContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The command under decision; deterministic choices (ids, random delays) derive from it. */
  readonly commandId: string;
  /** True when the stream already holds events of this command. */
  readonly hasRun: (commandId: string) => boolean;
}
