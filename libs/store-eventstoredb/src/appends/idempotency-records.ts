import { LRUCache } from 'lru-cache';
import { setTimeout as sleep } from 'node:timers/promises';
import { SystemError } from '#kernel/domain';
import type { IdempotencyStore, IdempotencyRecord } from '#kernel/ports';
import { startStopwatch } from './stopwatch.ts';

/** Commands whose record this process has seen, so that a new attempt of its own does not wait for itself. */
const REMEMBERED = 10_000;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 200;
/** Part of the time that others keep away in which we count on it: clocks do not run alike. */
const COUNTED_ON = 0.9;

interface Seen {
  /** Whether nobody else can have written for the command up to now. */
  isAlone: () => boolean;
}

interface Parts {
  readonly store: IdempotencyStore;
  /** Milliseconds that a repeat leaves to whoever made the record. */
  readonly grace: number;
  readonly closing: AbortSignal;
}

/**
 * Idempotency records, made before the append that they are for. Whoever finds a record that another process has made
 * leaves it some time to write, and then writes in its stead; whoever made it knows for as long that nobody else has
 * written.
 */
export class IdempotencyRecords {
  readonly #store: IdempotencyStore;
  readonly #grace: number;
  readonly #closing: AbortSignal;
  readonly #seen = new LRUCache<string, Seen>({ max: REMEMBERED });

  constructor({ store, grace, closing }: Parts) {
    this.#store = store;
    this.#grace = grace;
    this.#closing = closing;
  }

  find(commandId: string): Promise<IdempotencyRecord | undefined> {
    return this.#store.find(commandId);
  }

  /**
   * Makes the record, or finds that the same was made before and nothing was written under it.
   * @param isWritten tells whether the stream holds the events that the record is for
   * @returns tells, when asked after the write, whether nobody else can have written
   * @throws SystemError IDEMPOTENCY_RECORD_EXISTS when it stands for another request, or the events are there
   */
  async make(record: IdempotencyRecord, isWritten: () => Promise<boolean>): Promise<() => boolean> {
    const elapsed = startStopwatch();
    const { record: standing, made } = await this.#store.make(record);
    if (!isSame(standing, record)) throw exists(standing);
    const seen = this.#seen.get(record.commandId) ?? { isAlone: () => false };
    if (made) {
      seen.isAlone = () => elapsed() < this.#grace * COUNTED_ON;
    } else {
      const isNew = !this.#seen.has(record.commandId);
      // Two attempts in one process are not alone either.
      seen.isAlone = () => false;
      if (isNew ? await this.#appears(isWritten) : await isWritten()) throw exists(standing);
    }
    this.#seen.set(record.commandId, seen);
    return () => seen.isAlone();
  }

  /** Waits for another process to write, for as long as it is left to it. */
  async #appears(isWritten: () => Promise<boolean>): Promise<boolean> {
    const until = performance.now() + this.#grace;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      // Looked at once more after the end: what was written in the last pause counts.
      const isOver = performance.now() >= until || this.#closing.aborted;
      if (await isWritten()) return true;
      if (isOver) return false;
      await sleep(pause, undefined, { signal: this.#closing }).catch(() => undefined);
    }
  }
}

function isSame(one: IdempotencyRecord, other: IdempotencyRecord): boolean {
  return one.route === other.route && one.bodyHash === other.bodyHash && one.stream === other.stream;
}

function exists(record: IdempotencyRecord): SystemError {
  return new SystemError('IDEMPOTENCY_RECORD_EXISTS', `the command ${record.commandId} was given before`, { record });
}
