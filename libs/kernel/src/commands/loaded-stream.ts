import type { DomainEvent } from '../events/domain-event.ts';
import { streamRemoved } from '../errors.ts';
import type { FoldedEvent } from '../events/event-registry.ts';
import type { AppendRequest, ExpectedRevision, KnownEvent, StoredEvent } from '../ports/event-store.ts';
import type { Position } from '../position.ts';
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
  /** When the log was last asked for more of it, in milliseconds since the epoch. */
  askedAt: number;
}

/** Before any time. */
export const NEVER = -Infinity;

/** A stream without events. */
export function emptyStream<State>(state: State): LoadedStream<State> {
  const nothing = { revision: -1, last: undefined, recordedAt: '', commands: new Map(), abandoned: new Set<string>() };
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
  const { revision, position } = event;
  const firstRevision = stream.commands.get(commandId)?.firstRevision ?? revision;
  stream.commands.set(commandId, { firstRevision, lastRevision: revision, position });
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

/** What an append must expect of this stream. */
export function expectedRevision(stream: LoadedStream<unknown>): ExpectedRevision {
  return stream.revision < 0 ? 'no-stream' : stream.revision;
}
