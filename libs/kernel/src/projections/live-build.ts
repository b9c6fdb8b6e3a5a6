import type { BuildCommit, BuildId, Checkpoint, ParkedKey, ReadModelStore } from '../ports/read-model-store.ts';
import { SystemError } from '../errors.ts';
import { DocumentCache } from './document-cache.ts';
import type { Projection } from './projection.ts';

/** The build that answers for a projection, as its runner knows it. */
export class LiveBuild {
  readonly cache = new DocumentCache();
  readonly parked: Map<string, ParkedKey>;

  private constructor(
    readonly projection: Projection,
    readonly build: BuildId,
    public checkpoint: Checkpoint,
    parked: readonly ParkedKey[],
  ) {
    this.parked = new Map(parked.map((entry) => [entry.key, entry]));
  }

  /** Reads checkpoint and parked keys of a build. */
  static async open(store: ReadModelStore, projection: Projection, build: BuildId): Promise<LiveBuild> {
    const checkpoint = await store.checkpoint(build);
    if (!checkpoint) throw new SystemError('PROJECTION_NOT_READY', `${build} has no checkpoint`, { build });
    return new LiveBuild(projection, build, checkpoint, await store.parked(build));
  }

  get parkedKeys(): ReadonlySet<string> {
    return new Set(this.parked.keys());
  }

  /** Takes over what was just written. */
  settle(commit: BuildCommit): void {
    this.cache.settle(commit.documents);
    this.checkpoint = commit.checkpoint;
    for (const key of commit.unpark ?? []) this.parked.delete(key);
    for (const entry of commit.park ?? []) this.parked.set(entry.key, entry);
  }
}
