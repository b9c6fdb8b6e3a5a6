import { isSystemError, logReplaced, SystemError } from '../errors.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { BuildCommit, BuildId, Checkpoint, ReadModelStore } from '../ports/read-model-store.ts';
import { isAfter } from '../position.ts';
import { LiveBuild } from './live-build.ts';
import type { Projection } from './projection.ts';

/** What one batch changes in one live build. */
export interface LiveCommit {
  readonly live: LiveBuild;
  readonly commit: BuildCommit;
}

interface LiveBuildsOptions {
  readonly log: EventStore;
  readonly store: ReadModelStore;
  readonly projections: readonly Projection[];
  readonly epoch?: number;
  readonly onError?: (error: unknown) => void;
}

/**
 * The builds that answer for a runner's projections. What it holds in memory is what the store holds, or is read again
 * before it is used: after a failure nobody knows what was written.
 */
export class LiveBuilds {
  readonly #options: LiveBuildsOptions;
  readonly #live = new Map<string, LiveBuild>();
  readonly #doubtful = new Map<string, Projection>();

  constructor(options: LiveBuildsOptions) {
    this.#options = options;
  }

  all(): LiveBuild[] {
    return [...this.#live.values()];
  }

  find(name: string): LiveBuild | undefined {
    return this.#live.get(name);
  }

  /** @throws SystemError PROJECTION_UNKNOWN | PROJECTION_NOT_READY */
  get(name: string): LiveBuild {
    const live = this.#live.get(name);
    if (live) return live;
    const { projections } = this.#options;
    if (projections.some((projection) => projection.name === name)) {
      throw new SystemError('PROJECTION_NOT_READY', `${name} is being built`, { projection: name });
    }
    const known = projections.map((projection) => projection.name);
    throw new SystemError('PROJECTION_UNKNOWN', `no projection is called ${name}: there are ${known.join(', ')}`, {
      ...{ projection: name, known },
    });
  }

  /** Keeps out every runner under an older lease. Before anything is read, as it may be writing until then. */
  async takeOver(): Promise<void> {
    const { store, projections, epoch } = this.#options;
    if (epoch === undefined) return;
    await store.takeOver(
      projections.map(({ name, version }) => ({ projection: name, version })),
      epoch,
    );
  }

  /**
   * The build that answers for a projection, if there is one; a pointer to a dropped build is none.
   * @throws SystemError LOG_REPLACED when it has read another log, or beyond the end of this one
   */
  async pointed({ name, version }: Projection): Promise<BuildId | undefined> {
    const { log, store } = this.#options;
    const build = await store.pointer(name, version);
    if (build === undefined) return undefined;
    let checkpoint: Checkpoint | undefined;
    try {
      checkpoint = await store.checkpoint(build);
    } catch (error) {
      if (isSystemError(error, 'PROJECTION_UNKNOWN')) return undefined;
      throw error;
    }
    if (!checkpoint) return build;
    const head = await log.head();
    if (checkpoint.logId !== (await log.logId()) || isAfter(checkpoint.position, head)) {
      throw logReplaced(`the read model ${name}`, { ...checkpoint, head }, REBUILD);
    }
    return build;
  }

  /** Takes up a build as it stands. */
  async open(projection: Projection, build: BuildId): Promise<void> {
    this.#live.set(projection.name, await LiveBuild.open(this.#options.store, projection, build));
  }

  /** Writes, and takes over what was written. */
  async commit(commits: readonly LiveCommit[]): Promise<void> {
    try {
      await this.#options.store.commit(commits.map(({ commit }) => commit));
    } catch (error) {
      for (const { live } of commits) this.#doubtful.set(live.projection.name, live.projection);
      throw error;
    }
    for (const { live, commit } of commits) live.settle(commit);
  }

  /** Reads again what is in doubt since a failure. Between batches only. */
  async settleDoubts(): Promise<void> {
    for (const [name, projection] of this.#doubtful) {
      // None when a first build was to be switched to, and was not.
      const build = (await this.#answering(projection)) ?? this.find(name)?.build;
      if (build !== undefined) await this.open(projection, build);
      this.#doubtful.delete(name);
    }
  }

  /**
   * Lets a finished build answer from now on. Between batches only: it must have come at least as far as all others, which
   * are followed together from then on.
   * @throws SystemError LEASE_LOST when another runner writes meanwhile; STORE_UNAVAILABLE when nobody knows whether it
   *   answers, until doubts are settled
   */
  async switchTo(projection: Projection, build: BuildId): Promise<void> {
    const { store, epoch } = this.#options;
    const { name, version } = projection;
    const next = await LiveBuild.open(store, projection, build);
    const { position } = next.checkpoint;
    if (this.all().some(({ checkpoint }) => isAfter(checkpoint.position, position))) {
      throw new SystemError('STORE_UNAVAILABLE', `the log ends at ${position}, and was read further before`, { build });
    }
    try {
      await store.switchPointer(name, version, build, epoch);
    } catch (error) {
      this.#doubtful.set(name, projection);
      throw error;
    }
    this.#live.set(name, next);
  }

  /** A build that no pointer names was left by an interrupted rebuild, or is the one before the last. */
  async dropUnfinished(): Promise<void> {
    const { store, projections, epoch } = this.#options;
    const versions = new Map(projections.map(({ name, version }) => [name, version]));
    for (const { build, live, projection, version } of await store.builds()) {
      if (!live && versions.get(projection) === version) await store.dropBuild(build, epoch);
    }
  }

  /**
   * Drops what a failed build has come to, unless it answers after all: then it is followed. What cannot be dropped goes at
   * the next start.
   */
  async giveUp(projection: Projection, build: BuildId): Promise<void> {
    const { store, onError, epoch } = this.#options;
    try {
      if ((await this.#answering(projection)) === build) this.#doubtful.set(projection.name, projection);
      else await store.dropBuild(build, epoch);
    } catch (error) {
      onError?.(error);
    }
  }

  /**
   * Drops the builds that neither answer nor answered last. What cannot be dropped goes at the next start. The lease may
   * be lost by now: then the store refuses.
   */
  async dropAllBut({ name, version }: Projection, ...kept: BuildId[]): Promise<void> {
    const { store, onError, epoch } = this.#options;
    try {
      for (const info of await store.builds(name)) {
        if (info.version === version && !info.live && !kept.includes(info.build)) {
          await store.dropBuild(info.build, epoch);
        }
      }
    } catch (error) {
      onError?.(error);
    }
  }

  /** The build that answers now, where the pointer may be one of a moment ago. */
  async #answering({ name, version }: Projection): Promise<BuildId | undefined> {
    const builds = await this.#options.store.builds(name);
    return builds.find((info) => info.live && info.version === version)?.build;
  }
}

const REBUILD = 'delete the read models, they are built again from the log';
