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

/** Decodes the events of a batch, each once, however many readers of it there are. */
export interface DecodeOfBatch {
  readonly decode: Decode;
  /** To be called when all of them are done with the batch. */
  forget(): void;
}

/**
 * For those who read a whole log together. A table of weak references, which needs nobody to say when a batch is done, has the
 * collector take as long again as the decoding.
 */
export function decodeOfBatch(registry: EventRegistry): DecodeOfBatch {
  const seen = new Map<StoredEvent, RecordedEvent>();
  return { decode: decodeInto(seen, registry), forget: () => seen.clear() };
}

/** A decode function for all who read the same events at some time; forgets each event once nobody has it any more. */
export function decodeOnce(registry: EventRegistry): Decode {
  return decodeInto(new WeakMap(), registry);
}

type Seen = Pick<Map<StoredEvent, RecordedEvent>, 'get'> & { set(event: StoredEvent, decoded: RecordedEvent): unknown };

function decodeInto(seen: Seen, registry: EventRegistry): Decode {
  return (event) => {
    const known = seen.get(event);
    if (known) return known;
    const decoded = registry.decode(event);
    seen.set(event, decoded);
    return decoded;
  };
}
