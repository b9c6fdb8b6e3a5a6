import type { EventStore } from '../ports/event-store.ts';
import { intercept } from './faults.ts';

/** A race of two processes over one log. */
interface Race {
  /** The log as the first one has it. */
  readonly slow: EventStore;
  /** What came of the second; undefined as long as the first has not come to where it waits. */
  raced(): Promise<unknown> | undefined;
}

/**
 * The second of two comes when the first has decided, and has not written yet.
 * @param isThere tells of an append of the first, by its stream and the type of its first event, whether that is where it waits
 */
export function racing(
  store: EventStore,
  isThere: (stream: string, type: string) => boolean,
  second: () => Promise<unknown>,
): Race {
  let raced: Promise<unknown> | undefined;
  const slow = intercept<EventStore>(store, {
    append: async (request) => {
      if (!raced && isThere(request.stream, request.events[0]?.type ?? '')) {
        raced = second();
        await raced.catch(() => undefined);
      }
      return store.append(request);
    },
  });
  return { slow, raced: () => raced };
}
