import { comparePositions, isAfter, SystemError, type Position } from '#kernel/domain';
import type {
  BuildCommit,
  BuildDefinition,
  BuildId,
  BuildInfo,
  Checkpoint,
  DocumentQuery,
  FoundText,
  IndexDefinition,
  ParkedKey,
  ReadModelStore,
  SchemaVersion,
  StoredDocument,
} from '#kernel/ports';
import { checkPath, compareBytes, runQuery } from './document-query.ts';

interface Build {
  readonly build: BuildId;
  readonly projection: string;
  readonly version: number;
  /** Documents as JSON text, so that no reader shares an object with a writer. */
  readonly documents: Map<string, { position: Position; body: string | undefined }>;
  readonly parked: Map<string, ParkedKey>;
  checkpoint: Checkpoint | undefined;
  epoch: number;
}

/** Read models in memory, for specs only: nothing survives the process, and no query uses an index. */
export class MemoryReadModelStore implements ReadModelStore {
  readonly #builds = new Map<BuildId, Build>();
  readonly #pointers = new Map<string, BuildId>();
  /** Latest epoch under which each pointer was written or taken over. */
  readonly #epochs = new Map<string, number>();
  #lastNumber = 0;

  async takeOver(targets: readonly SchemaVersion[], epoch: number): Promise<void> {
    for (const { projection, version } of targets) this.#refuseOlder(pointerKey(projection, version), epoch);
    for (const { projection, version } of targets) {
      this.#epochs.set(pointerKey(projection, version), epoch);
      for (const build of this.#builds.values()) {
        if (build.projection === projection && build.version === version) build.epoch = Math.max(build.epoch, epoch);
      }
    }
  }

  async createBuild({ projection, version, indexes }: BuildDefinition, epoch?: number): Promise<BuildId> {
    for (const { fields } of indexes) fields.forEach(checkPath);
    this.#refuseOlder(pointerKey(projection, version), epoch);
    this.#lastNumber += 1;
    const build = `${projection}@v${version}.${this.#lastNumber}`;
    const empty = { documents: new Map(), parked: new Map(), checkpoint: undefined, epoch: epoch ?? 0 };
    this.#builds.set(build, { build, projection, version, ...empty });
    return build;
  }

  async declareIndexes(build: BuildId, indexes: readonly IndexDefinition[], epoch?: number): Promise<void> {
    for (const { fields } of indexes) fields.forEach(checkPath);
    refuseOlder(build, this.#build(build).epoch, epoch);
  }

  async builds(projection?: string): Promise<readonly BuildInfo[]> {
    return [...this.#builds.values()]
      .filter((build) => projection === undefined || build.projection === projection)
      .map(({ build, projection: name, version, checkpoint }) => {
        const live = this.#pointers.get(pointerKey(name, version)) === build;
        return { build, projection: name, version, checkpoint, live };
      });
  }

  async pointer(projection: string, version: number): Promise<BuildId | undefined> {
    return this.#pointers.get(pointerKey(projection, version));
  }

  async switchPointer(projection: string, version: number, build: BuildId, epoch?: number): Promise<void> {
    const found = this.#build(build);
    if (found.projection !== projection || found.version !== version) {
      throw new TypeError(`${build} is no build of ${projection}@v${version}`);
    }
    const pointer = pointerKey(projection, version);
    this.#refuseOlder(pointer, epoch);
    refuseOlder(build, found.epoch, epoch);
    found.epoch = Math.max(found.epoch, epoch ?? 0);
    this.#epochs.set(pointer, Math.max(this.#epochs.get(pointer) ?? 0, epoch ?? 0));
    this.#pointers.set(pointer, build);
  }

  async dropBuild(build: BuildId, epoch?: number): Promise<void> {
    refuseOlder(build, this.#builds.get(build)?.epoch ?? 0, epoch);
    this.#builds.delete(build);
    for (const [key, target] of this.#pointers) if (target === build) this.#pointers.delete(key);
  }

  async load(build: BuildId, keys: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    const { documents } = this.#build(build);
    const found = new Map<string, StoredDocument>();
    for (const key of keys) {
      const stored = documents.get(key);
      if (stored) found.set(key, { key, position: stored.position, document: parse(stored.body) });
    }
    return found;
  }

  async commit(commits: readonly BuildCommit[]): Promise<void> {
    for (const { build, epoch } of commits) refuseOlder(build, this.#build(build).epoch, epoch);
    for (const commit of commits) apply(this.#build(commit.build), commit);
  }

  async checkpoint(build: BuildId): Promise<Checkpoint | undefined> {
    return this.#build(build).checkpoint;
  }

  async parked(build: BuildId): Promise<readonly ParkedKey[]> {
    return [...this.#build(build).parked.values()].sort((a, b) => comparePositions(a.position, b.position));
  }

  async get<D>(build: BuildId, key: string): Promise<D | undefined> {
    return parse(this.#build(build).documents.get(key)?.body) as D | undefined;
  }

  async find<D>(build: BuildId, query: DocumentQuery): Promise<readonly { key: string; document: D }[]> {
    const live = [...this.#build(build).documents]
      .filter(([, { body }]) => body !== undefined)
      .map(([key, { body }]) => ({ key, document: parse(body) }));
    return runQuery(live, query) as readonly { key: string; document: D }[];
  }

  async findTexts(build: BuildId, query: DocumentQuery): Promise<readonly FoundText[]> {
    return (await this.find(build, query)).map(({ key, document }) => ({ key, text: JSON.stringify(document) }));
  }

  async *documents(build: BuildId): AsyncGenerator<StoredDocument> {
    const sorted = [...this.#build(build).documents].sort(([a], [b]) => compareBytes(a, b));
    for (const [key, { position, body }] of sorted) yield { key, position, document: parse(body) };
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }

  #build(build: BuildId): Build {
    const found = this.#builds.get(build);
    if (!found) throw new SystemError('PROJECTION_UNKNOWN', `there is no build ${build}`, { build });
    return found;
  }

  #refuseOlder(pointer: string, epoch: number | undefined): void {
    refuseOlder(pointer, this.#epochs.get(pointer) ?? 0, epoch);
  }
}

/** @param what a build or a pointer */
function refuseOlder(what: string, seen: number, epoch: number | undefined): void {
  if (epoch === undefined || epoch >= seen) return;
  throw new SystemError('LEASE_LOST', `${what} was written under epoch ${seen}`, { what, epoch, seen });
}

function apply(build: Build, { documents, checkpoint, park = [], unpark = [], epoch = 0 }: BuildCommit): void {
  for (const { key, position, document } of documents) {
    const before = build.documents.get(key);
    if (before && !isAfter(position, before.position)) continue;
    build.documents.set(key, { position, body: document === undefined ? undefined : JSON.stringify(document) });
  }
  for (const key of unpark) build.parked.delete(key);
  for (const parked of park) build.parked.set(parked.key, parked);
  build.checkpoint = { ...checkpoint };
  build.epoch = Math.max(build.epoch, epoch);
}

function pointerKey(projection: string, version: number): string {
  return `${projection}@v${version}`;
}

function parse(body: string | undefined): unknown {
  return body === undefined ? undefined : JSON.parse(body);
}
