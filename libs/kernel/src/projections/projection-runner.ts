import type { Clock } from '../clock.ts';
import { asError, SystemError } from '../errors.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import { Mutex } from '../mutex.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { BuildId, ParkedKey, ReadModelStore } from '../ports/read-model-store.ts';
import { isAfter, type Position } from '../position.ts';
import type { Built } from './build-beside.ts';
import type { BuildProgress } from './build-projection.ts';
import { LiveBuilds } from './live-builds.ts';
import { LogFollower } from './log-follower.ts';
import { ProjectionBuilder } from './projection-builder.ts';
import { standingOf, statusOf, type ProjectionStatus } from './projection-status.ts';
import type { Projection } from './projection.ts';
import { foldParkedAgain, type RetryOutcome } from './retry-parked.ts';

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

/**
 * Keeps all projections up to date while it runs: follows the log with the builds that answer, and makes those that are
 * missing, or asked for, beside that. Retries, and switches to another build, are made between batches.
 */
export class ProjectionRunner {
  readonly #options: RunnerOptions;
  readonly #live: LiveBuilds;
  readonly #batches = new Mutex();
  readonly #stop = new AbortController();
  readonly #follower: LogFollower;
  readonly #builder: ProjectionBuilder;
  #following: Promise<void> = Promise.resolve();
  #completing: Promise<void> = Promise.resolve();
  readonly #rebuilding = new Map<string, Promise<unknown>>();
  #error: Error | undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#live = new LiveBuilds(options);
    const shared = { ...options, live: this.#live, batches: this.#batches, signal: this.#stop.signal };
    this.#follower = new LogFollower(shared);
    this.#builder = new ProjectionBuilder(shared);
  }

  /**
   * Opens the live build of each projection and begins to follow the log with them. Beside that it makes the indexes that
   * they are declared to have by now, and builds those that have no build, over one pass: it returns when every projection
   * has a build that answers.
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
      if (!this.#stop.signal.aborted) this.#error = asError(error);
      this.#stop.abort();
      await this.#following;
      throw this.#error ?? error;
    }
  }

  /** Ends after the batch in hand; gives up builds. */
  async stop(): Promise<void> {
    this.#stop.abort();
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
    const { log, projections } = this.#options;
    const standing = projections.map((projection) => standingOf(projection, this.#live.find(projection.name)));
    const surroundings = { missed: await this.#follower.missed(), head: await log.head(), error: this.#error?.message };
    return standing.map((one) => statusOf(one, surroundings));
  }

  /**
   * The build of a projection that answers.
   * @throws SystemError PROJECTION_UNKNOWN | PROJECTION_NOT_READY
   */
  build(name: string): BuildId {
    return this.#live.get(name).build;
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
   * @param signal gives it up, as long as it has not switched
   */
  async rebuild(name: string, onProgress?: (progress: BuildProgress) => void, signal?: AbortSignal): Promise<Built> {
    const { projection } = this.#live.get(name);
    if (this.#rebuilding.has(name)) {
      throw new SystemError('REBUILD_UNDER_WAY', `${name} is being rebuilt already`, { projection: name });
    }
    const rebuilding = this.#builder.rebuild(projection, onProgress, signal);
    this.#rebuilding.set(name, rebuilding);
    try {
      return await rebuilding;
    } finally {
      this.#rebuilding.delete(name);
      this.#follower.announce();
    }
  }

  /** Resolves when every projection has read up to here; for demonstrations and specifications. */
  async caughtUp(position: Position): Promise<void> {
    while (this.#isBehind(position)) {
      if (this.#error !== undefined) throw this.#error;
      if (this.#stop.signal.aborted) throw new SystemError('PROJECTION_NOT_READY', 'the runner was stopped');
      await this.#follower.change();
    }
  }

  #isBehind(position: Position): boolean {
    const live = this.#live.all();
    const missing = this.#options.projections.length > live.length;
    return missing || live.some(({ checkpoint }) => isAfter(position, checkpoint.position));
  }

  /** Builds too have nobody who would follow them once this has ended. */
  async #follow(): Promise<void> {
    try {
      await this.#follower.follow();
    } catch (error) {
      this.#error = asError(error);
      this.#stop.abort();
    }
  }

  /** What a start brings up to date while the log is followed already. */
  async #complete(missing: readonly Projection[]): Promise<void> {
    await this.#builder.declareIndexes();
    await this.#builder.buildFirst(missing, () => this.#follower.announce());
  }
}
