import type { RecordedEvent } from '../events/envelope.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { StoredEvent } from '../ports/event-store.ts';

/** Decodes an event, however many readers ask for it, once. */
export type Decode = (event: StoredEvent) => RecordedEvent;

/** A decode function for all who read the same batches; forgets each event with its batch. */
export function decodeOnce(registry: EventRegistry): Decode {
  const seen = new WeakMap<StoredEvent, RecordedEvent>();
  return (event) => {
    const known = seen.get(event);
    if (known) return known;
    const decoded = registry.decode(event);
    seen.set(event, decoded);
    return decoded;
  };
}
