import type { RecordedEvent } from '../events/envelope.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { StoredEvent } from '../ports/event-store.ts';

/** Decodes an event, however many readers ask for it, once. */
export type Decode = (event: StoredEvent) => RecordedEvent;

const ofFollowers = new WeakMap<EventRegistry, Decode>();

/**
 * The decode function of all who follow a log at its end: where its store hands the same event to each of them, one of them
 * decodes it. It forgets an event as soon as nobody has it any more.
 */
export function decodeTogether(registry: EventRegistry): Decode {
  const known = ofFollowers.get(registry);
  if (known) return known;
  const decode = decodeOnce(registry);
  ofFollowers.set(registry, decode);
  return decode;
}

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
