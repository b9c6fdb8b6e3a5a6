import type { ProposedEvent } from './recorded-event.ts';

export const MAXIMUM_APPEND_SIZE = 1024 * 1024;

/** How much one append may carry, and what of it counts. */
export interface AppendLimits {
  /**
   * `data` alone, as in 24.6; or `everything` that an event takes on disk, as from 24.10 on: data, metadata, and two bytes
   * for a character of its type.
   */
  readonly count: 'data' | 'everything';
  /** Bytes that one event may have by itself, where everything counts; no limit when absent. */
  readonly largestEvent?: number;
}

export const DEFAULT_LIMITS: AppendLimits = { count: 'data' };

/** What is too large: the whole append, or one event by itself. */
export type Excess =
  | { readonly of: 'append' }
  | { readonly of: 'event'; readonly id: string; readonly size: number; readonly limit: number };

/** What of an append is larger than it may be; undefined when nothing is. */
export function excessOf(events: readonly ProposedEvent[], limits: AppendLimits): Excess | undefined {
  const { count, largestEvent: limit = Infinity } = limits;
  let sum = 0;
  for (const event of events) {
    const size = sizeOf(event, count);
    if (count === 'everything' && size > limit) return { of: 'event', id: event.id, size, limit };
    sum += size;
    if (sum > MAXIMUM_APPEND_SIZE) return { of: 'append' };
  }
  return undefined;
}

function sizeOf({ data, metadata, type }: ProposedEvent, count: AppendLimits['count']): number {
  return count === 'data' ? data.length : data.length + metadata.length + 2 * type.length;
}
