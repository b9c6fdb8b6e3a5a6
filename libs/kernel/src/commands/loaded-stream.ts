import type { DomainEvent } from '../events/domain-event.ts';
import { streamRemoved } from '../errors.ts';
import type { FoldedEvent } from '../events/event-registry.ts';
import type { AppendRequest, ExpectedRevision, KnownEvent, StoredEvent } from '../ports/event-store.ts';
import { START, type Position } from '../position.ts';
import type { StreamName } from '../stream-name.ts';
import { CommandAbandoned } from './abandonment.ts';
import type { Aggregate, Recording } from './aggregate.ts';

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
  /** The last event; undefined without events. */
  last: KnownEvent | undefined;
  /** Of the last event; the empty string, which sorts before any time, without events. */
  recordedAt: string;
  readonly commands: Map<string, CommandTrace>;
  /** Ids of the commands that are refused from now on. */
  readonly abandoned: Set<string>;
  /** Appends that are part of it already, though nobody has heard yet of what came of them. */
  underWay: number;
  /** When the log was last asked for more of it, in milliseconds since the epoch. */
  askedAt: number;
}

/** Before any time. */
export const NEVER = -Infinity;

/** A stream without events. */
export function emptyStream<State>(state: State): LoadedStream<State> {
  const nothing = {
    revision: -1,
    last: undefined,
    recordedAt: '',
    commands: new Map(),
    abandoned: new Set<string>(),
    underWay: 0,
  };
  return { state, ...nothing, askedAt: NEVER };
}

/** Moves the state on by an event. What the executor wrote for itself does not reach the aggregate. */
export function evolve<State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  stream: LoadedStream<State>,
  event: Event,
  at: Recording,
): void {
  if (isAbandonment(event)) stream.abandoned.add(event.data.abandonedCommandId);
  else stream.state = aggregate.evolve(stream.state, event, at);
}

/** True for the event that the executor writes for itself. */
export function isAbandonment(event: DomainEvent): event is CommandAbandoned {
  return event.type === CommandAbandoned.type;
}

/** Folds one more event in. The stream is changed in place. */
export function extend<State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  stream: LoadedStream<State>,
  { event, commandId }: FoldedEvent<Event>,
): void {
  evolve(aggregate, stream, event as unknown as Event, event);
  stream.revision = event.revision;
  stream.last = { eventId: event.eventId, position: event.position };
  stream.recordedAt = event.recordedAt;
  const firstRevision = stream.commands.get(commandId)?.firstRevision ?? event.revision;
  stream.commands.set(commandId, { firstRevision, lastRevision: event.revision, position: event.position });
}

/**
 * Looks whether a stretch of a stream is whole: a history that begins in its middle must not be folded.
 * @param from the revision that it was read from
 * @throws SystemError STREAM_DELETED
 */
export function refuseGaps(stream: StreamName, events: readonly StoredEvent[], from: number): void {
  for (const [index, { revision }] of events.entries()) {
    const expected = from + index;
    if (revision !== expected) throw streamRemoved(stream, `revision ${revision} stands where ${expected} should`);
  }
}

/**
 * Looks whether an append was written where it must stand: a stream that was emptied by its operator goes on at its old
 * revision, also for whoever expects none.
 * @param revision of the last event, as the log acknowledged it
 * @throws SystemError STREAM_DELETED, though the events were written
 */
export function refuseElsewhere({ stream, expectedRevision: expected, events }: AppendRequest, revision: number): void {
  const last = (expected === 'no-stream' ? -1 : expected) + events.length;
  if (revision === last) return;
  const why = `what was to stand at revision ${last} was written at ${revision}, where it counts for nothing`;
  throw streamRemoved(stream, why, { writtenAt: revision });
}

/**
 * Takes an append for written while it is under way, its state being that of after it: what is decided next rests on it. Where
 * it is refused, the stream must be forgotten.
 */
export function assume(stream: LoadedStream<unknown>, { events }: AppendRequest, commandId: string): void {
  const last = events.at(-1);
  if (!last) return;
  const firstRevision = stream.revision + 1;
  stream.revision += events.length;
  stream.last = { eventId: last.eventId, position: START };
  stream.recordedAt = last.metadata.recordedAt;
  stream.commands.set(commandId, { firstRevision, lastRevision: stream.revision, position: START });
  stream.underWay += 1;
}

/** An append that was assumed stands at this position. */
export function confirm(
  stream: LoadedStream<unknown>,
  { events }: AppendRequest,
  commandId: string,
  position: Position,
): void {
  const [last, trace] = [events.at(-1), stream.commands.get(commandId)];
  if (last && stream.last?.eventId === last.eventId) stream.last = { eventId: last.eventId, position };
  if (trace) stream.commands.set(commandId, { ...trace, position });
  stream.underWay -= 1;
}

/** What an append must expect of this stream. */
export function expectation({
  revision,
  last,
  underWay,
}: LoadedStream<unknown>): Pick<AppendRequest, 'expectedRevision' | 'upon'> {
  const expectedRevision: ExpectedRevision = revision < 0 ? 'no-stream' : revision;
  return { expectedRevision, ...(underWay > 0 && last ? { upon: last.eventId } : {}) };
}
