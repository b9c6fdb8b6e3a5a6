/** A fact, as an aggregate decides it: its type, its payload and, where law gives one, the time it takes effect. */
export interface DomainEvent<T extends string = string, D = unknown> {
  readonly type: T;
  readonly data: D;
  /** Legal time (RFC 3339), when it differs from the time of recording. */
  readonly effectiveAt?: string;
}

/**
 * The rules of one aggregate, pure and synchronous: no clock, no I/O. What must be known beside the state (the time,
 * facts looked up elsewhere) arrives in `context`.
 *
 * `evolve` owns the state it is given and may change it in place; callers keep no reference to the old one. A stream
 * with thousands of events could not be folded in time if each event copied what came before.
 */
export interface Decider<State, Command, Event extends DomainEvent, Context = unknown> {
  /** A fresh state, of a stream without events. */
  initialState(): State;
  /** The events that the command brings about; throws a `DomainError` when a rule forbids it. Never changes state. */
  decide(command: Command, state: State, context: Context): readonly Event[];
  /** The state after one more event. */
  evolve(state: State, event: Event): State;
}
