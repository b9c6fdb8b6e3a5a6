import { setTimeout as sleep } from 'node:timers/promises';
import { toTimestamp, type Clock } from '../clock.ts';
import { asError, isSystemError, logReplaced, SystemError } from '../errors.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore, LogBatch } from '../ports/event-store.ts';
import type { BuildCommit, BuildId, ParkedKey, ReadModelStore } from '../ports/read-model-store.ts';
import { comparePositions, earliest, isAfter, START, type Position } from '../position.ts';
import { Mutex } from '../mutex.ts';
import { buildProjection, type BuildProgress } from './build-projection.ts';
import { decodeOnce } from './decode-once.ts';
import { foldBatch } from './fold-batch.ts';
import { LiveBuild } from './live-build.ts';
import { buildDefinitionOf, type Projection } from './projection.ts';
import { retryParkedKeys, type RetryOutcome } from './retry-parked.ts';

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

/**
 * Keeps all projections up to date: follows the log once for all of them, folds each batch into the documents it
 * touches and writes documents and checkpoints. Rebuilds and retries run between batches.
 */
export class ProjectionRunner {
  readonly #options: RunnerOptions;
  readonly #live = new Map<string, LiveBuild>();
  readonly #batches = new Mutex();
  readonly #stop = new AbortController();
  #following: Promise<void> = Promise.resolve();
  readonly #rebuilding = new Set<string>();
  #batchDone = Promise.withResolvers<undefined>();
  #error: Error | undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /**
   * Opens the live build of each projection, building those that have none, and begins to follow the log.
   * @throws SystemError LOG_REPLACED when a build read another log, or beyond the end of this one
   */
  async start(): Promise<void> {
    await this.#dropUnfinished();
    for (const projection of this.#options.projections) {
      const build = await this.#openOrBuild(projection);
      this.#live.set(projection.name, await LiveBuild.open(this.#options.store, projection, build));
    }
    this.#following = this.#follow();
  }

  /** Ends after the batch in hand. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#following;
    await this.#batches.run(async () => undefined);
  }

  async status(): Promise<readonly ProjectionStatus[]> {
    const head = await this.#options.log.head();
    return this.#options.projections.map((projection) => {
      const live = this.#live.get(projection.name);
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
    return [...this.#liveOf(name).parked.values()];
  }

  /** Folds parked documents again, from where they failed up to the checkpoint. */
  async retry(name: string): Promise<RetryOutcome> {
    const live = this.#liveOf(name);
    return this.#batches.run(() => retryParkedKeys(this.#options, live));
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
    const { log, registry, store } = this.#options;
    const live = this.#liveOf(name);
    const { projection } = live;
    if (this.#rebuilding.has(name)) {
      throw new SystemError('REBUILD_UNDER_WAY', `${name} is being rebuilt already`, { projection: name });
    }
    this.#rebuilding.add(name);
    const build = await store.createBuild(buildDefinitionOf(projection));
    const signal = this.#stop.signal;
    const options = { log, registry, store, projection, build, signal, ...(onProgress ? { onProgress } : {}) };
    try {
      let { events } = await buildProjection(options);
      await this.#batches.run(async () => {
        // Between batches: the old build stands still while the new one covers the last stretch.
        events += (await buildProjection(options)).events;
        const next = await LiveBuild.open(store, projection, build);
        if (comparePositions(next.checkpoint.position, live.checkpoint.position) < 0) {
          throw new SystemError('PROJECTION_NOT_READY', `${build} ended before the build it replaces`, { build });
        }
        await store.switchPointer(projection.name, projection.version, build);
        this.#live.set(name, next);
      });
      await this.#dropAllBut(projection, build, live.build);
      return { build, events };
    } catch (error) {
      await store.dropBuild(build);
      throw error;
    } finally {
      this.#rebuilding.delete(name);
    }
  }

  /** Resolves when every projection has read up to here; for demonstrations and specifications. */
  async caughtUp(position: Position): Promise<void> {
    while ([...this.#live.values()].some((live) => isAfter(position, live.checkpoint.position))) {
      if (this.#error !== undefined) throw this.#error;
      await this.#batchDone.promise;
    }
  }

  #announceBatch(): void {
    this.#batchDone.resolve(undefined);
    this.#batchDone = Promise.withResolvers();
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        const [first = START, ...others] = [...this.#live.values()].map((live) => live.checkpoint.position);
        for await (const batch of this.#options.log.subscribe({ after: earliest(first, ...others), signal })) {
          await this.#batches.run(() => this.#apply(batch));
        }
      } catch (error) {
        this.#options.onError?.(error);
        if (!isSystemError(error, 'STORE_UNAVAILABLE')) {
          this.#error = asError(error);
          this.#announceBatch();
          return;
        }
        // What was folded but not written is forgotten; the batch is read again from the checkpoint.
        for (const live of this.#live.values()) live.cache.clear();
        await sleep(RETRY_PAUSE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #apply(batch: LogBatch): Promise<void> {
    const { registry, store, log, clock, epoch } = this.#options;
    const decode = decodeOnce(registry);
    for (const event of batch.events) registry.skip(event);
    const logId = await log.logId();
    const commits: { live: LiveBuild; commit: BuildCommit }[] = [];
    for (const live of this.#live.values()) {
      const { position, incompleteSince } = live.checkpoint;
      if (!isAfter(batch.through, position)) continue;
      const folded = await foldBatch({
        projection: live.projection,
        build: live.build,
        store,
        cache: live.cache,
        events: batch.events.filter((event) => isAfter(event.position, position)),
        after: position,
        decode,
        parkedKeys: live.parkedKeys,
        onFailure: 'park',
        now: () => toTimestamp(clock.now()),
      });
      const since = incompleteSince ?? folded.incompleteSince;
      const checkpoint = { logId, position: batch.through, ...(since === undefined ? {} : { incompleteSince: since }) };
      const commit: BuildCommit = {
        build: live.build,
        documents: folded.documents,
        checkpoint,
        ...(folded.parked.length > 0 ? { park: folded.parked } : {}),
        ...(epoch === undefined ? {} : { epoch }),
      };
      commits.push({ live, commit });
    }
    await store.commit(commits.map(({ commit }) => commit));
    for (const { live, commit } of commits) live.settle(commit);
    this.#announceBatch();
  }

  async #openOrBuild(projection: Projection): Promise<BuildId> {
    const { log, registry, store, onBuildProgress } = this.#options;
    const pointed = await store.pointer(projection.name, projection.version);
    const head = await log.head();
    if (pointed !== undefined) {
      const checkpoint = await store.checkpoint(pointed);
      if (checkpoint && (checkpoint.logId !== (await log.logId()) || isAfter(checkpoint.position, head))) {
        throw logReplaced(`the read model ${pointed}`, { ...checkpoint, head });
      }
      return pointed;
    }
    const build = await store.createBuild(buildDefinitionOf(projection));
    await buildProjection({
      log,
      registry,
      store,
      projection,
      build,
      signal: this.#stop.signal,
      onProgress: (progress) => onBuildProgress?.(projection.name, progress, head),
    });
    await store.switchPointer(projection.name, projection.version, build);
    return build;
  }

  /** A build that no pointer names was left by an interrupted rebuild, or is the one before the last. */
  async #dropUnfinished(): Promise<void> {
    const known = new Map(this.#options.projections.map(({ name, version }) => [name, version]));
    for (const { build, live, projection, version } of await this.#options.store.builds()) {
      if (!live && known.get(projection) === version) await this.#options.store.dropBuild(build);
    }
  }

  async #dropAllBut({ name, version }: Projection, ...kept: BuildId[]): Promise<void> {
    for (const info of await this.#options.store.builds(name)) {
      if (info.version === version && !kept.includes(info.build)) await this.#options.store.dropBuild(info.build);
    }
  }

  #liveOf(name: string): LiveBuild {
    const live = this.#live.get(name);
    if (live) return live;
    const known = this.#options.projections.some((projection) => projection.name === name);
    if (known) throw new SystemError('PROJECTION_NOT_READY', `${name} is being built`, { projection: name });
    throw new SystemError('PROJECTION_UNKNOWN', `no projection is called ${name}`, {
      projection: name,
      known: this.#options.projections.map((projection) => projection.name),
    });
  }
}
