import { randomUUID } from 'node:crypto';
import { toTimestamp } from '../clock.ts';
import type { DomainEvent } from '../events/domain-event.ts';
import type { EventMetadata, RecordedEvent } from '../events/envelope.ts';
import type { NewEvent } from '../ports/event-store.ts';
import type { Position } from '../position.ts';
import type { StreamName } from '../stream-name.ts';
import type { Aggregate } from './aggregate.ts';
import type { CommandOrigin } from './command-origin.ts';
import { evolve, isAbandonment, type LoadedStream } from './loaded-stream.ts';

/** Events as an aggregate decided them, and the schema version in which each is written. */
export interface Decided<Event extends DomainEvent> {
  readonly stream: StreamName;
  readonly events: readonly Event[];
  readonly versions: readonly number[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Makes events ready for one append, with ids that no other append has (ADR 47). The scope of an event is that of the state
 * after it, so the state of the stream moves on: if the events are not written after all, the stream must be forgotten.
 */
export function stamp<State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  loaded: LoadedStream<State>,
  decided: Decided<Event>,
  origin: CommandOrigin,
): NewEvent[] {
  const timestamp = toTimestamp(decided.now);
  const recordedAt = timestamp > loaded.recordedAt ? timestamp : loaded.recordedAt;
  return decided.events.map((event, index) => {
    evolve(aggregate, loaded, event, { revision: loaded.revision + 1 + index, recordedAt });
    const own = isAbandonment(event) ? undefined : event;
    const metadata: EventMetadata = {
      schemaVersion: decided.versions[index] ?? 1,
      recordedAt,
      ...(event.effectiveAt === undefined ? {} : { effectiveAt: event.effectiveAt }),
      $correlationId: origin.correlationId,
      $causationId: origin.causationId,
      commandId: origin.commandId,
      actor: origin.actor,
      ...(origin.purpose === undefined ? {} : { purpose: origin.purpose }),
      scope: aggregate.scopeOf(loaded.state, own),
      subjects: own ? [...(aggregate.subjectsOf?.(own) ?? [])] : [],
    };
    return { eventId: randomUUID(), type: event.type, data: event.data, metadata };
  });
}

/** A stamped event, once it has its place in the log. */
export function asRecorded<Event extends DomainEvent>(
  event: NewEvent,
  stream: StreamName,
  revision: number,
  position: Position,
): RecordedEvent<Event> {
  const { eventId, type, data, metadata } = event;
  return {
    type,
    data,
    eventId,
    stream,
    revision,
    position,
    recordedAt: metadata.recordedAt,
    ...(metadata.effectiveAt === undefined ? {} : { effectiveAt: metadata.effectiveAt }),
    metadata,
  } as RecordedEvent<Event>;
}
