import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { asError, isSystemError, SystemError } from '../errors.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore, LogBatch } from '../ports/event-store.ts';
import type { BuildId, ParkedKey, ReadModelStore } from '../ports/read-model-store.ts';
import { earliest, isAfter, START, type Position } from '../position.ts';
import { letEventsGather } from '../gather.ts';
import { Mutex } from '../mutex.ts';
import { buildBeside } from './build-beside.ts';
import type { BuildProgress } from './build-projection.ts';
import { decodeOnce } from './decode-once.ts';
import { foldLive } from './fold-live.ts';
import { LiveBuilds, type LiveCommit } from './live-builds.ts';
import { outlast } from './outlast.ts';
import { buildDefinitionOf, type Projection } from './projection.ts';
import { foldParkedAgain, type RetryOutcome } from './retry-parked.ts';

/** How one projection stands, for operators. */
export interface ProjectionStatus {
  readonly projection: string;
  readonly version: number;
  readonly state: 'building' | 'live' | 'stopped';
  readonly build: BuildId | undefined;
  readonly position: Position;
  readonly head: Position;
  readonly parked: number;
  readonly incompleteSince?: Position;
  /** Why it stopped. */
  readonly error?: string;
}

interface RunnerOptions {
  readonly log: EventStore;
  readonly registry: EventRegistry;
  readonly store: ReadModelStore;
  readonly projections: readonly Projection[];
  readonly clock: Clock;
  /** Of the lease under which it runs. */
  readonly epoch?: number;
  /** Told of failures that it goes on from, and of the one that it does not. */
  readonly onError?: (error: unknown) => void;
  readonly onBuildProgress?: (projection: string, progress: BuildProgress, head: Position) => void;
}

const RETRY_PAUSE_MS = 250;
/** Much less than a reader notices who waits for a position. */
const GATHER_MS = 5;

/**
 * Keeps all projections up to date: follows the log once for all of them, folds each batch into the documents it
 * touches and writes documents and checkpoints. Retries, and switches to another build, are made between batches.
 */
export class ProjectionRunner {
  readonly #options: RunnerOptions;
  readonly #live: LiveBuilds;
  readonly #batches = new Mutex();
  readonly #stop = new AbortController();
  #following: Promise<void> = Promise.resolve();
  #completing: Promise<void> = Promise.resolve();
  readonly #rebuilding = new Map<string, Promise<unknown>>();
  #batchDone = Promise.withResolvers<undefined>();
  #error: Error | undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#live = new LiveBuilds(options);
  }

  /**
   * Opens the live build of each projection and begins to follow the log with them. Beside that it makes the indexes that
   * they are declared to have by now, and builds those that have no build, one after the other: it returns when every
   * projection has a build that answers.
   * @throws SystemError LOG_REPLACED when a build read another log, or beyond the end of this one; LEASE_LOST when
   *   another runs under a later lease; what a first build ends with. Then nothing is followed any more.
   */
  async start(): Promise<void> {
    await this.#live.takeOver();
    await this.#live.dropUnfinished();
    const missing: Projection[] = [];
    for (const projection of this.#options.projections) {
      const build = await this.#live.pointed(projection);
      if (build === undefined) missing.push(projection);
      else await this.#live.open(projection, build);
    }
    this.#following = this.#follow();
    this.#completing = this.#complete(missing);
    try {
      await this.#completing;
    } catch (error) {
      this.#halt();
      await this.#following;
      throw this.#error ?? error;
    }
  }

  /** Ends after the batch in hand; gives up builds. */
  async stop(): Promise<void> {
    this.#halt();
    await this.#following;
    await Promise.allSettled([this.#completing, ...this.#rebuilding.values()]);
    await this.#batches.run(async () => undefined);
  }

  /** Resolves when it no longer follows the log: told to stop, or because it cannot go on. */
  async ended(): Promise<void> {
    await this.#following;
  }

  /** Why it cannot go on. */
  get failure(): Error | undefined {
    return this.#error;
  }

  async status(): Promise<readonly ProjectionStatus[]> {
    const head = await this.#options.log.head();
    return this.#options.projections.map((projection) => {
      const live = this.#live.find(projection.name);
      const { name, version } = projection;
      if (!live)
        return { projection: name, version, state: 'building', build: undefined, position: START, head, parked: 0 };
      const incomplete = live.checkpoint.incompleteSince;
      return {
        projection: name,
        version,
        state: this.#error === undefined ? 'live' : 'stopped',
        build: live.build,
        position: live.checkpoint.position,
        head,
        parked: live.parked.size,
        ...(incomplete === undefined ? {} : { incompleteSince: incomplete }),
        ...(this.#error === undefined ? {} : { error: this.#error.message }),
      };
    });
  }

  /** Parked keys of one projection. */
  parked(name: string): readonly ParkedKey[] {
    return [...this.#live.get(name).parked.values()];
  }

  /** Folds parked documents again, from where they failed up to the checkpoint. */
  async retry(name: string): Promise<RetryOutcome> {
    this.#live.get(name);
    return this.#batches.run(async () => {
      await this.#live.settleDoubts();
      const { outcome, commits } = await foldParkedAgain(this.#options, this.#live.get(name));
      await this.#live.commit(commits);
      return outcome;
    });
  }

  /**
   * Builds a projection anew beside the live build and switches to it, at or beyond the old build's position.
   * Readers see the old build until the switch and the new one after it. The old one is kept until the next rebuild, so
   * that a reader in the middle of a page does not lose it.
   */
  async rebuild(
    name: string,
    onProgress?: (progress: BuildProgress) => void,
  ): Promise<{ build: BuildId; events: number }> {
    const { projection } = this.#live.get(name);
    if (this.#rebuilding.has(name)) {
      throw new SystemError('REBUILD_UNDER_WAY', `${name} is being rebuilt already`, { projection: name });
    }
    const rebuilding = this.#rebuild(projection, onProgress);
    this.#rebuilding.set(name, rebuilding);
    return rebuilding.finally(() => this.#rebuilding.delete(name));
  }

  async #rebuild(
    projection: Projection,
    onProgress: ((progress: BuildProgress) => void) | undefined,
  ): Promise<{ build: BuildId; events: number }> {
    const { store, epoch } = this.#options;
    return this.#fill(projection, await store.createBuild(buildDefinitionOf(projection), epoch), onProgress);
  }

  /** Resolves when every projection has read up to here; for demonstrations and specifications. */
  async caughtUp(position: Position): Promise<void> {
    while (this.#isBehind(position)) {
      if (this.#error !== undefined) throw this.#error;
      if (this.#stop.signal.aborted) throw new SystemError('PROJECTION_NOT_READY', 'the runner was stopped');
      await this.#batchDone.promise;
    }
  }

  #isBehind(position: Position): boolean {
    const live = this.#live.all();
    const missing = this.#options.projections.length > live.length;
    return missing || live.some(({ checkpoint }) => isAfter(position, checkpoint.position));
  }

  /** Whoever waits for a batch waits in vain from here on. */
  #halt(): void {
    this.#stop.abort();
    this.#announceBatch();
  }

  #announceBatch(): void {
    this.#batchDone.resolve(undefined);
    this.#batchDone = Promise.withResolvers();
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#batches.run(() => this.#live.settleDoubts());
        this.#announceBatch();
        const [first, ...others] = this.#live.all().map((live) => live.checkpoint.position);
        if (first === undefined) {
          // The first of the first builds is not done.
          await this.#batchDone.promise;
          continue;
        }
        let place = earliest(first, ...others);
        for await (const batch of this.#options.log.subscribe({ after: place, signal })) {
          const from = place;
          if (!(await this.#batches.run(() => this.#apply(batch, from)))) break;
          place = batch.through;
          await letEventsGather(batch, GATHER_MS, signal);
        }
      } catch (error) {
        this.#options.onError?.(error);
        if (!isSystemError(error, 'STORE_UNAVAILABLE')) {
          // Builds too have nobody who would follow them.
          this.#error = asError(error);
          this.#halt();
          return;
        }
        await sleep(RETRY_PAUSE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    this.#announceBatch();
  }

  /**
   * @param place where the batch begins, exclusive
   * @returns false when a build has not come to that place: the log is to be read again from further back
   */
  async #apply(batch: LogBatch, place: Position): Promise<boolean> {
    const { registry, log } = this.#options;
    await this.#live.settleDoubts();
    const all = this.#live.all();
    if (all.some(({ checkpoint }) => isAfter(place, checkpoint.position))) return false;
    const decode = decodeOnce(registry);
    for (const event of batch.events) registry.skip(event);
    const logId = await log.logId();
    const commits: LiveCommit[] = [];
    for (const live of all) {
      if (!isAfter(batch.through, live.checkpoint.position)) continue;
      commits.push(await foldLive(live, batch, { ...this.#options, logId, decode }));
    }
    await this.#live.commit(commits);
    this.#announceBatch();
    return true;
  }

  /** What a start brings up to date while the log is followed already. */
  async #complete(missing: readonly Projection[]): Promise<void> {
    for (const { projection, build } of this.#live.all()) await this.#declareIndexes(projection, build);
    await this.#buildFirst(missing);
  }

  /** What fails is told and stops nobody, as only speed is at stake. */
  async #declareIndexes({ name, indexes }: Projection, build: BuildId): Promise<void> {
    const { store, epoch, onError } = this.#options;
    const declare = (): Promise<void> => store.declareIndexes(build, indexes, epoch);
    try {
      await outlast(declare, { what: `the indexes of ${name}`, ...this.#waiting() });
    } catch (error) {
      onError?.(error);
    }
  }

  async #buildFirst(missing: readonly Projection[]): Promise<void> {
    const { log, store, onBuildProgress, epoch } = this.#options;
    for (const projection of missing) {
      const { name } = projection;
      const begin = async (): Promise<{ head: Position; build: BuildId }> => {
        return { head: await log.head(), build: await store.createBuild(buildDefinitionOf(projection), epoch) };
      };
      const { head, build } = await outlast(begin, { what: `the first build of ${name}`, ...this.#waiting() });
      await this.#fill(projection, build, (progress) => onBuildProgress?.(name, progress, head));
    }
  }

  async #fill(
    projection: Projection,
    build: BuildId,
    onProgress: ((progress: BuildProgress) => void) | undefined,
  ): Promise<{ build: BuildId; events: number }> {
    const { log, registry, store, epoch } = this.#options;
    const built = await buildBeside({
      ...{ log, registry, store, projection, build, live: this.#live, batches: this.#batches },
      ...this.#waiting(),
      ...(epoch === undefined ? {} : { epoch }),
      ...(onProgress ? { onProgress } : {}),
    });
    this.#announceBatch();
    return built;
  }

  #waiting(): { signal: AbortSignal; onUnavailable: (error: unknown) => void } {
    return { signal: this.#stop.signal, onUnavailable: (error) => this.#options.onError?.(error) };
  }
}
