import type { HandledEvents } from '../events/event-handler.ts';
import type { LogBatch, StoredEvent } from '../ports/event-store.ts';
import { isAfter, type Position } from '../position.ts';

/** The events of a batch after a position: all of them, for a reader that has come to where the batch begins. */
export function eventsAfter({ events }: LogBatch, position: Position): readonly StoredEvent[] {
  const [first] = events;
  if (first === undefined || isAfter(first.position, position)) return events;
  return events.filter((event) => isAfter(event.position, position));
}

/** Whether a reader takes any of the events. */
export function takesAny(handles: HandledEvents, events: readonly StoredEvent[]): boolean {
  return events.some(({ type }) => handles.has(type));
}
