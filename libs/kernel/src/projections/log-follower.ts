import type { Clock } from '../clock.ts';
import { isSystemError } from '../errors.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import { letEventsGather } from '../gather.ts';
import { Hearing } from '../hearing.ts';
import type { Mutex } from '../mutex.ts';
import type { EventStore, LogBatch } from '../ports/event-store.ts';
import type { ReadModelStore } from '../ports/read-model-store.ts';
import { earliest, isAfter, type Position } from '../position.ts';
import { retryPause } from '../retry-pause.ts';
import { decodeTogether } from './decode-once.ts';
import { foldLive } from './fold-live.ts';
import type { LiveBuilds, LiveCommit } from './live-builds.ts';

interface FollowerOptions {
  readonly log: EventStore;
  readonly registry: EventRegistry;
  readonly store: ReadModelStore;
  readonly clock: Clock;
  readonly live: LiveBuilds;
  /** Held for each batch. */
  readonly batches: Mutex;
  /** Ends it after the batch in hand. */
  readonly signal: AbortSignal;
  readonly epoch?: number;
  readonly onError?: (error: unknown) => void;
}

/** Much less than a reader notices who waits for a position. */
const GATHER_MS = 5;

/**
 * Follows the log once for all builds that answer: folds each batch into the documents it touches and writes documents
 * and checkpoints. A store that is away is waited for.
 */
export class LogFollower {
  readonly #options: FollowerOptions;
  #change = Promise.withResolvers<undefined>();
  #hearing: Hearing | undefined;

  constructor(options: FollowerOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => this.announce());
  }

  /**
   * Follows until the signal.
   * @throws what it cannot go on from
   */
  async follow(): Promise<void> {
    const { live, batches, signal, onError } = this.#options;
    while (!signal.aborted) {
      try {
        await batches.run(() => live.settleDoubts());
        this.announce();
        const [first, ...others] = live.all().map(({ checkpoint }) => checkpoint.position);
        // Until the first of the first builds is done.
        if (first === undefined) await this.change();
        else await this.#readOn(earliest(first, ...others));
      } catch (error) {
        onError?.(error);
        if (!isSystemError(error, 'STORE_UNAVAILABLE')) throw error;
        await retryPause(signal);
      }
    }
  }

  /** The position of an event that was passed over unread, as far as anybody has looked. @throws SystemError STORE_UNAVAILABLE */
  async missed(): Promise<Position | undefined> {
    return this.#hearing?.missed(this.#options.log);
  }

  /** Resolves when checkpoints or builds have changed; at once where nothing is followed any more. */
  async change(): Promise<void> {
    if (!this.#options.signal.aborted) await this.#change.promise;
  }

  /** To be called when a build has begun to answer. */
  announce(): void {
    this.#change.resolve(undefined);
    this.#change = Promise.withResolvers();
  }

  /** Ends when the log is to be read again from further back. */
  async #readOn(after: Position): Promise<void> {
    const { log, batches, signal } = this.#options;
    let place = after;
    const hearing = (this.#hearing = new Hearing(after));
    for await (const batch of log.subscribe({ after, signal })) {
      const from = place;
      if (!(await batches.run(() => this.#apply(batch, from)))) return;
      place = batch.through;
      hearing.handed(batch);
      await letEventsGather(batch, GATHER_MS, signal);
    }
  }

  /**
   * @param place where the batch begins, exclusive
   * @returns false when a build has not come to that place
   */
  async #apply(batch: LogBatch, place: Position): Promise<boolean> {
    const { registry, log, live } = this.#options;
    await live.settleDoubts();
    const all = live.all();
    if (all.some(({ checkpoint }) => isAfter(place, checkpoint.position))) return false;
    const decode = decodeTogether(registry);
    for (const event of batch.events) registry.skip(event);
    const logId = await log.logId();
    const commits: LiveCommit[] = [];
    for (const build of all) {
      if (!isAfter(batch.through, build.checkpoint.position)) continue;
      commits.push(await foldLive(build, batch, { ...this.#options, logId, decode }));
    }
    await live.commit(commits);
    this.announce();
    return true;
  }
}
