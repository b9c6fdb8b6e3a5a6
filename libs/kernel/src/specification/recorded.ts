import type { DomainEvent } from '../events/domain-event.ts';
import type { EventMetadata, RecordedEvent } from '../events/envelope.ts';
import { SPEC_NOW } from './expectations.ts';

/** What a specification may say of an event's envelope; everything has a default. */
export interface Envelope {
  stream?: string;
  revision?: number;
  position?: string;
  recordedAt?: string;
  metadata?: Partial<EventMetadata>;
}

/** An event as if it had been read from the log, for specifications of folds. */
export function recorded<Event extends DomainEvent>(event: Event, envelope: Envelope = {}): RecordedEvent<Event> {
  const recordedAt = envelope.recordedAt ?? new Date(SPEC_NOW).toISOString();
  const position = envelope.position ?? '1';
  const metadata: EventMetadata = {
    schemaVersion: 1,
    recordedAt,
    $correlationId: 'correlation',
    $causationId: 'causation',
    commandId: `command-${position}`,
    actor: { kind: 'person', id: 'person-1', role: 'central' },
    scope: {},
    subjects: [],
    ...envelope.metadata,
  };
  return {
    ...event,
    eventId: `event-${position}`,
    stream: envelope.stream ?? 'Spec-1',
    revision: envelope.revision ?? Number(position) - 1,
    position,
    recordedAt,
    metadata,
  } as unknown as RecordedEvent<Event>;
}

/** Events in log order at positions 1, 2, 3…; an entry may be an event, or an event with its envelope. */
export function recordedLog<Event extends DomainEvent>(
  entries: readonly (Event | readonly [Event, Envelope])[],
): RecordedEvent<Event>[] {
  return entries.map((entry, index) => {
    const [event, envelope] = (Array.isArray(entry) ? entry : [entry, {}]) as readonly [Event, Envelope];
    return recorded(event, { position: String(index + 1), ...envelope });
  });
}
