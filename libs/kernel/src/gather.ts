import { setTimeout as sleep } from 'node:timers/promises';
import type { LogBatch } from './ports/event-store.ts';

/** A batch this large comes from a reader that is catching up, and must not wait. */
const LARGE_BATCH = 200;

/**
 * After a small batch, lets more events gather before the next is read. Under load a follower then folds many events in
 * one transaction and writes a document that all of them touch once; the first event after a quiet time is never late.
 * @param milliseconds the longest that an event waits for others
 */
export async function letEventsGather(batch: LogBatch, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (batch.events.length >= LARGE_BATCH) return;
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
