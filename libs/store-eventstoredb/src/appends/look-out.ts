import type { StoredEvent } from '#kernel/ports';

/**
 * Looks for an event in a stream: all of it at first, and then only what has come since.
 * @param read the stream from a revision on
 */
export function lookOutFor(
  eventId: string,
  read: (fromRevision: number) => Promise<readonly StoredEvent[]>,
): () => Promise<boolean> {
  let next = 0;
  return async () => {
    const events = await read(next);
    next = (events.at(-1)?.revision ?? next - 1) + 1;
    return events.some((event) => event.eventId === eventId);
  };
}
