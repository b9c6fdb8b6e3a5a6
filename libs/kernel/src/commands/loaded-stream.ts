import type { DomainEvent } from '../decider.ts';
import type { RecordedEvent } from '../events/envelope.ts';
import type { ExpectedRevision } from '../ports/event-store.ts';
import type { Position } from '../position.ts';

/** Where the events of one command stand in a stream. */
export interface CommandTrace {
  readonly firstRevision: number;
  readonly lastRevision: number;
  readonly position: Position;
}

/** A stream folded up to a revision, and which commands have written to it. */
export interface LoadedStream<State> {
  state: State;
  /** Of the last event; -1 without events. */
  revision: number;
  /** Of the last event; the empty string, which sorts before any time, without events. */
  recordedAt: string;
  readonly commands: Map<string, CommandTrace>;
}

/** A stream without events. */
export function emptyStream<State>(state: State): LoadedStream<State> {
  return { state, revision: -1, recordedAt: '', commands: new Map() };
}

/** Folds one more event in. The stream is changed in place. */
export function extend<State, Event extends DomainEvent>(
  stream: LoadedStream<State>,
  event: RecordedEvent<Event>,
  evolve: (state: State, event: Event) => State,
): void {
  stream.state = evolve(stream.state, event as unknown as Event);
  stream.revision = event.revision;
  stream.recordedAt = event.recordedAt;
  const { commandId } = event.metadata;
  const firstRevision = stream.commands.get(commandId)?.firstRevision ?? event.revision;
  stream.commands.set(commandId, { firstRevision, lastRevision: event.revision, position: event.position });
}

/** What an append must expect of this stream. */
export function expectedRevision(stream: LoadedStream<unknown>): ExpectedRevision {
  return stream.revision < 0 ? 'no-stream' : stream.revision;
}
