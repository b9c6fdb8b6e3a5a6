import type { Claim } from './claim.ts';
import type { DomainEvent } from '../events/domain-event.ts';
import type { RecordedEvent, EventScope } from '../events/envelope.ts';
import type { Position } from '../position.ts';
import type { StreamName } from '../stream-name.ts';
import type { CommandOrigin } from './command-origin.ts';
import type { LoadedStream } from './loaded-stream.ts';

/** What every decision may know beside the state. */
export interface Known {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The command under decision; ids derive from it. */
  readonly commandId: string;
  /** False for a stream without events. */
  readonly exists: boolean;
}

/**
 * What a client says of the revision it has seen: that one, one of these (none of them, when it named nothing that could
 * be one), or any that there is.
 */
export type SeenRevision = number | readonly number[] | 'any';

/** A command, with the decision that it asks for. */
export interface DecisionRequest<State, Event extends DomainEvent> {
  /** Id of the aggregate, without its category. */
  readonly id: string;
  readonly origin: CommandOrigin;
  /** Refuses, by throwing, who may not command this aggregate. Not asked when the answer is a repeat. */
  readonly authorize?: (state: State, exists: boolean) => void;
  /** What the client says of the revision it has seen (If-Match). */
  readonly ifRevision?: SeenRevision;
  /**
   * The events that the command brings about; throws a `DomainError` when a rule forbids it. Asked anew on every attempt,
   * on the state as it then is: facts from elsewhere are looked up inside. Never changes the state.
   */
  readonly decide: (state: State, known: Known) => readonly Event[] | Promise<readonly Event[]>;
  /**
   * Refuses, by throwing, who may not act where the aggregate stands after an event: asked for the scope of each event
   * that was decided, before anything is written.
   */
  readonly authorizeScope?: (scope: EventScope) => void;
  /**
   * What the command needs on other streams before it may act; asked anew on every attempt. Same state, same claims: that
   * they follow from nothing else is what keeps two processes with the same command from claiming against each other.
   */
  readonly claims?: (state: State, known: Known) => readonly Claim[];
  /**
   * When the request came, in milliseconds since the epoch. Claims are taken for a decision on what is known only where the log was
   * asked for that since: what is refused afterwards is refused for good, under this id. Absent where nothing was looked at.
   */
  readonly cameAt?: number;
  /** The id was made just now, so that the stream is taken to be new, and read only where the log says otherwise. */
  readonly onNewStream?: boolean;
}

export interface CommandResult<Event extends DomainEvent = DomainEvent> {
  readonly logId: string;
  readonly stream: StreamName;
  /** Of the stream, after the command. */
  readonly revision: number;
  /** Wait for this position to read what the command wrote; START when it wrote nothing. */
  readonly position: Position;
  /** What the command brought about, now or the first time it was given. */
  readonly events: readonly RecordedEvent<Event>[];
}

/** What came of a command, for whoever needs to know whether this call has written it. */
export interface CarriedOut<Event extends DomainEvent = DomainEvent> {
  readonly answer: CommandResult<Event>;
  /** False of what stood in the log before, or may have, and of nothing. */
  readonly isWrittenNow: boolean;
}

/** A request as the executor carries it out: on the stream, with the commands that it has seen. */
export interface Wanted<State, Event extends DomainEvent> extends Omit<DecisionRequest<State, Event>, 'decide'> {
  readonly decide: (loaded: LoadedStream<State>, known: Known) => readonly Event[] | Promise<readonly Event[]>;
}
