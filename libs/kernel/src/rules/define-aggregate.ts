import type { Aggregate, Recording } from '../commands/aggregate.ts';
import type { DomainEvent } from '../events/domain-event.ts';
import type { Facts, RefusalKind } from '../errors.ts';
import type { EventScope } from '../events/envelope.ts';
import { defineRefusal, type Refusal } from './refusal.ts';

/** The state of something that is not there yet. */
export interface Absent {
  readonly status: 'ABSENT';
}

/** A state that tells by its status what else is known. */
export interface WithStatus {
  readonly status: string;
}

export interface AggregateInput<State extends WithStatus, Event extends DomainEvent> {
  /** Stream category, for example `Protocol`. */
  readonly category: string;
  /**
   * Codes of what every aggregate refuses; stable, as clients know them. A refusal of its own where the usual sentence
   * does not fit.
   */
  readonly codes: {
    readonly notFound: string | Refusal;
    readonly alreadyExists: string | Refusal;
    readonly stateForbids: string | Refusal;
  };
  /** What people call it, with its article, for example `the protocol`. */
  readonly called: string;
  /** The state after one more event; it owns the state that it is given (ADR 5). */
  evolve(state: State | Absent, event: Event, at?: Recording): State;
  /** Where it stands: stamped on its events, and what territory is checked against. */
  scopeOf(state: State): EventScope;
  /** False for one that never stands elsewhere than at its beginning: then nothing need look where an act leads. */
  readonly moves?: false;
  /** Ids of the subjects that an event is about. */
  subjectsOf?(event: Event): readonly string[];
  /** What the refusal of a command in a state that does not take it says beside the state; plain JSON. */
  factsOf?(state: State): Facts;
}

/** One kind of thing with a life of its own: how its events make its state, and how it refuses what does not fit. */
export interface LivingAggregate<State extends WithStatus, Event extends DomainEvent> extends Aggregate<
  State | Absent,
  Event
> {
  readonly moves: boolean;
  /** A command on one that is not there. */
  readonly notFound: Refusal;
  /** A command that would bring into being what is there. */
  readonly alreadyExists: Refusal;
  /** A command in a state that does not take it. */
  readonly stateForbids: Refusal;
  /** What {@link stateForbids} says of a state beside its status. */
  factsOf(state: State | Absent): Facts;
}

/** Declares an aggregate. Its rules stand with the commands, one file each. */
export function defineAggregate<State extends WithStatus, Event extends DomainEvent>(
  input: AggregateInput<State, Event>,
): LivingAggregate<State, Event> {
  const { category, codes, called } = input;
  const there = (state: State | Absent): state is State => state.status !== 'ABSENT';
  return {
    category,
    initialState: () => ({ status: 'ABSENT' }),
    evolve: (state, event, at) => input.evolve(state, event, at),
    scopeOf: (state) => (there(state) ? input.scopeOf(state) : {}),
    moves: input.moves ?? true,
    subjectsOf: (event) => input.subjectsOf?.(event) ?? [],
    factsOf: (state) => (there(state) ? (input.factsOf?.(state) ?? {}) : {}),
    notFound: refusalOf(codes.notFound, `There is nothing under this id: look ${called} up in its list.`, 'not-found'),
    alreadyExists: refusalOf(
      codes.alreadyExists,
      `There is one already: read ${called} and go on from there.`,
      'conflict',
    ),
    stateForbids: refusalOf(
      codes.stateForbids,
      `In state {state} ${called} does not take {command}; it does in {allowed}. Read it again and decide anew.`,
    ),
  };
}

function refusalOf(code: string | Refusal, text: string, kind?: RefusalKind): Refusal {
  return typeof code === 'string' ? defineRefusal(code, text, kind) : code;
}
