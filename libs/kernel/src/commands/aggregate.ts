import type { DomainEvent } from '../events/domain-event.ts';
import type { EventScope } from '../events/envelope.ts';

/** Where in its stream an event was written, and when. */
export interface Recording {
  /** From 0. Not every revision is an event of the aggregate: the executor writes some for itself. */
  readonly revision: number;
  /** RFC 3339. */
  readonly recordedAt: string;
}

/**
 * One kind of stream: how its events are folded, and what is stamped on them. What is decided on the state, and on what
 * facts, comes with each request.
 *
 * `evolve` owns the state it is given and may change it in place; callers keep no reference to the old one. A stream
 * with thousands of events could not be folded in time if each event copied what came before.
 */
export interface Aggregate<State, Event extends DomainEvent> {
  /** Stream category, for example `Protocol`. */
  readonly category: string;
  /** A fresh state, of a stream without events. */
  initialState(): State;
  /**
   * The state after one more event.
   * @param at where and when it was written, for states that depend on it; the executor always says so
   */
  evolve(state: State, event: Event, at?: Recording): State;
  /**
   * Where the aggregate stands, once the event is folded in; stamped on the event.
   * @param event absent for an event of the executor's own
   */
  scopeOf(state: State, event?: Event): EventScope;
  /** Ids of the subjects that an event is about. */
  subjectsOf?(event: Event): readonly string[];
  /**
   * False for one that never stands elsewhere than at its beginning: who may act there may act where its next event leaves
   * it, which is then not tried out on a copy of the state before anything is claimed.
   */
  readonly moves?: boolean;
}
