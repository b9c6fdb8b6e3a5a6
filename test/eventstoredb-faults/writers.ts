import { setImmediate as turn } from 'node:timers/promises';
import { isSystemError, START } from '#kernel/domain';
import type { EventStore, StoredEvent } from '#kernel/ports';
import { collect, freshStream, newEvent, numberOf } from '../conformance/log-writing.ts';

/** What came of concurrent writing: ids of events that were acknowledged, and that nobody can vouch for. */
export interface Written {
  readonly acknowledged: ReadonlySet<string>;
  readonly unknown: ReadonlySet<string>;
}

/**
 * Writers at work, each on a stream of its own, one append upon the other: every second one of two events. Whoever is
 * told that an outcome is unknown looks and goes on; whoever is told that nothing was written tries again.
 */
export async function writeConcurrently(store: EventStore, writers: number, appends: number): Promise<Written> {
  const acknowledged = new Set<string>();
  const unknown = new Set<string>();
  const write = async (): Promise<void> => {
    const stream = freshStream();
    for (let append = 0; append < appends; append += 1) {
      const events = Array.from({ length: 1 + (append % 2) }, (_, index) => newEvent({ number: append * 2 + index }));
      const ids = events.map(({ eventId }) => eventId);
      for (let done = false; !done;) {
        const last = (await store.readStream(stream)).at(-1)?.revision;
        try {
          await store.append({ stream, expectedRevision: last ?? 'no-stream', events });
          for (const id of ids) acknowledged.add(id);
          done = true;
        } catch (error) {
          if (isSystemError(error, 'OUTCOME_UNKNOWN')) {
            for (const id of ids) unknown.add(id);
            done = true;
          } else if (!isSystemError(error, 'STORE_UNAVAILABLE')) throw error;
        }
        await turn();
      }
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return { acknowledged, unknown };
}

/** Checks that the log has everything acknowledged, nothing but that and the unknown, and nothing twice. */
export async function expectInLog(store: EventStore, { acknowledged, unknown }: Written): Promise<StoredEvent[]> {
  const events = await collect(store.readLog({ after: START }));
  const ids = events.map(({ eventId }) => eventId);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...acknowledged].filter((id) => !ids.includes(id))).toEqual([]);
  expect(ids.filter((id) => !acknowledged.has(id) && !unknown.has(id))).toEqual([]);
  expectInOrder(events);
  return events;
}

/** Checks that each stream's events stand in the order of their numbers, without a gap of revisions. */
function expectInOrder(events: readonly StoredEvent[]): void {
  for (const [stream, own] of Map.groupBy(events, (event) => event.stream)) {
    expect([stream, own.map(({ revision }) => revision)]).toEqual([stream, own.map((_, index) => index)]);
    expect([stream, own.map(numberOf)]).toEqual([stream, own.map(numberOf).sort((a, b) => a - b)]);
  }
}

/** What comes of something, and whether it is over. */
export function watched<T>(task: Promise<T>): { readonly outcome: Promise<T>; readonly isOver: () => boolean } {
  let over = false;
  const outcome = task.finally(() => {
    over = true;
  });
  return { outcome, isOver: () => over };
}

/** Waits until it is so. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await turn();
}
