import type { Absent, DomainEvent, WithStatus } from '#kernel/domain';

/** What has ended; where that may lose its cause, with the thing as it would be, had that not been. */
interface Ended<State> {
  readonly ended: { readonly otherwise?: State };
}

interface Ending<State extends WithStatus, Has extends State & Ended<State>, Event extends DomainEvent> {
  /** The state after one more fact, whatever persons have left. */
  readonly evolved: (state: State | Absent, event: Event) => State;
  readonly hasEnded: (state: State | Absent) => state is Has;
  /** Whether a fact is of what may lose its cause, and of no person. */
  readonly mayLoseItsCause: (event: Event) => boolean;
  /** Whether a fact is nothing to the thing as it would be, though it counts for it as it is. Of none when absent. */
  readonly isNothingTo?: (event: Event, otherwise: State) => boolean;
}

/**
 * How a thing goes on, aside, where something has ended it that may lose its cause: with what persons do of it, which stands once that
 * end is undone (T1, T2).
 */
export function leftByPersons<State extends WithStatus, Has extends State & Ended<State>, Event extends DomainEvent>({
  evolved,
  hasEnded,
  mayLoseItsCause,
  isNothingTo = () => false,
}: Ending<State, Has, Event>) {
  const beside = (state: Has, event: Event): Has => {
    const { otherwise } = state.ended;
    if (!otherwise || isNothingTo(event, otherwise)) return state;
    return { ...state, ended: { ...state.ended, otherwise: evolved(otherwise, event) } };
  };
  /** A thing as persons have left it: where it has ended for what may lose its cause, as it would be had that not been. */
  const asLeft = (state: State): State => (hasEnded(state) ? state.ended.otherwise : undefined) ?? state;
  return {
    asLeft,
    /** Tells whether it is also persons who have ended a thing: it goes on by nothing that is undone. */
    isLeftEnded: (state: State): boolean => hasEnded(asLeft(state)),
    /** As `evolve` of a life: what counts for one that has ended, and leaves it so, counts for what it goes on as, too. */
    evolve: (state: State | Absent, event: Event): State => {
      const next = evolved(state, event);
      return hasEnded(state) && hasEnded(next) ? beside(next, event) : next;
    },
    /** As `aside` of a life. */
    aside: (state: State, event: Event, counts: (state: State) => boolean): State => {
      const otherwise = asLeft(state);
      if (otherwise === state || !hasEnded(state) || mayLoseItsCause(event)) return state;
      return counts(otherwise) ? beside(state, event) : state;
    },
  };
}
