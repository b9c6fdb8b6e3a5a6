import type { EventRegistry } from '../events/event-registry.ts';
import type { Mutex } from '../mutex.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { BuildId, ReadModelStore } from '../ports/read-model-store.ts';
import type { Position } from '../position.ts';
import { buildBeside, type Built } from './build-beside.ts';
import type { BuildProgress } from './build-projection.ts';
import { Room } from './gathered-documents.ts';
import type { LiveBuilds } from './live-builds.ts';
import { outlast } from './outlast.ts';
import { buildDefinitionOf, type Projection } from './projection.ts';
import { SharedPass, type PassReader } from './shared-pass.ts';

interface BuilderOptions {
  readonly log: EventStore;
  readonly registry: EventRegistry;
  readonly store: ReadModelStore;
  readonly live: LiveBuilds;
  /** Held by whoever follows the log, for each batch. */
  readonly batches: Mutex;
  /** Gives up what is not finished. */
  readonly signal: AbortSignal;
  readonly epoch?: number;
  readonly onError?: (error: unknown) => void;
  readonly onBuildProgress?: (projection: string, progress: BuildProgress, head: Position) => void;
}

/** Makes builds, and the indexes of those that there are, while the log is followed. */
export class ProjectionBuilder {
  readonly #options: BuilderOptions;
  readonly #room = new Room();

  constructor(options: BuilderOptions) {
    this.#options = options;
  }

  /**
   * Gives the builds that answer the indexes that they are declared to have by now. What fails is told and stops nobody,
   * as only speed is at stake.
   */
  async declareIndexes(): Promise<void> {
    const { store, live, epoch, onError, signal } = this.#options;
    for (const { projection, build } of live.all()) {
      const { name, indexes } = projection;
      if (signal.aborted) return;
      try {
        await this.#outlast(`the indexes of ${name}`, () => store.declareIndexes(build, indexes, epoch));
      } catch (error) {
        onError?.(error);
      }
    }
  }

  /**
   * Builds projections that have no build, over one pass. A store that is away is waited for from the beginning. One that
   * fails does not keep the others from being finished.
   * @param onBuilt called each time that one begins to answer
   * @throws what the first of those that failed ended with, when all have ended
   */
  async buildFirst(projections: readonly Projection[], onBuilt: () => void): Promise<void> {
    const pass = new SharedPass(this.#options);
    const places = projections.map((projection) => ({ projection, reader: pass.join() }));
    const builds = places.map(({ projection, reader }) => this.#buildFirst(projection, reader).then(onBuilt));
    for (const outcome of await Promise.allSettled(builds)) if (outcome.status === 'rejected') throw outcome.reason;
  }

  async #buildFirst(projection: Projection, reader: PassReader): Promise<void> {
    const { log, onBuildProgress } = this.#options;
    const { name } = projection;
    try {
      const { head, build } = await this.#outlast(`the first build of ${name}`, async () => ({
        head: await log.head(),
        build: await this.#create(projection),
      }));
      const onProgress = (progress: BuildProgress): void => onBuildProgress?.(name, progress, head);
      await this.#fill(projection, build, { onProgress, reader });
    } finally {
      await reader.leave();
    }
  }

  /**
   * Builds a projection anew beside the build that answers, which gives way to it.
   * @param cancel gives it up as long as it has not switched
   */
  async rebuild(
    projection: Projection,
    onProgress?: (progress: BuildProgress) => void,
    cancel?: AbortSignal,
  ): Promise<Built> {
    const how = {
      ...(onProgress ? { onProgress } : {}),
      ...(cancel ? { signal: AbortSignal.any([cancel, this.#options.signal]) } : {}),
    };
    return this.#fill(projection, await this.#create(projection), how);
  }

  #create(projection: Projection): Promise<BuildId> {
    return this.#options.store.createBuild(buildDefinitionOf(projection), this.#options.epoch);
  }

  #fill(
    projection: Projection,
    build: BuildId,
    how: {
      readonly onProgress?: (progress: BuildProgress) => void;
      readonly reader?: PassReader;
      readonly signal?: AbortSignal;
    },
  ): Promise<Built> {
    const { log, registry, store, live, batches, signal, epoch } = this.#options;
    return buildBeside({
      ...{ log, registry, store, live, batches, signal, projection, build, room: this.#room },
      onUnavailable: (error) => this.#options.onError?.(error),
      ...(epoch === undefined ? {} : { epoch }),
      ...how,
    });
  }

  #outlast<T>(what: string, action: () => Promise<T>): Promise<T> {
    const { signal, onError } = this.#options;
    return outlast(action, { what, signal, onUnavailable: (error) => onError?.(error) });
  }
}
