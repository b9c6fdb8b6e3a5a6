import type { Position } from '../position.ts';

/** Name of one attempt at building a projection: `<name>@v<schema>.<build>`, never used twice. */
export type BuildId = string;

/** A document and the position of the event that changed it last; no `document` is a tombstone. */
export interface StoredDocument<D = unknown> {
  readonly key: string;
  readonly position: Position;
  readonly document: D | undefined;
}

/** How far a build has read, and of which log. */
export interface Checkpoint {
  readonly logId: string;
  readonly position: Position;
  /** Set when an event could not be decoded or keyed: the build lacks it, and only a rebuild heals that. */
  readonly incompleteSince?: Position;
}

/** A document whose fold failed: later events of its key wait until a retry has folded from here. */
export interface ParkedKey {
  readonly key: string;
  /** Of the event whose fold failed. */
  readonly position: Position;
  /** A retry reads the log after here; no event of this key lies between here and `position`. */
  readonly after: Position;
  readonly eventId: string;
  readonly error: string;
  /** RFC 3339. */
  readonly parkedAt: string;
}

/** Fields of an index, in order; a field is a dotted path into the document. */
export interface IndexDefinition {
  readonly fields: readonly string[];
  /**
   * For a first field that most documents lack, and queries that name a value of it: a store may leave documents without
   * one out of the index, so that writing them costs nothing there.
   */
  readonly sparse?: true;
}

/** The documents of a projection under one version of their schema: one build of them answers. */
export interface SchemaVersion {
  readonly projection: string;
  /** Version of the document's schema, from 1. */
  readonly version: number;
}

export interface BuildDefinition extends SchemaVersion {
  readonly indexes: readonly IndexDefinition[];
}

export interface BuildInfo {
  readonly build: BuildId;
  readonly projection: string;
  readonly version: number;
  readonly checkpoint: Checkpoint | undefined;
  /** True for the build that the pointer of its schema version names. */
  readonly live: boolean;
}

/** What one batch changes in one build. Guarded: a document is written only if that raises its position. */
export interface BuildCommit {
  readonly build: BuildId;
  readonly documents: readonly StoredDocument[];
  readonly checkpoint: Checkpoint;
  readonly park?: readonly ParkedKey[];
  readonly unpark?: readonly string[];
  /** Epoch of the lease under which the writer runs; an epoch below one already seen is refused. */
  readonly epoch?: number;
}

export type Scalar = string | number | boolean;

/** A condition on one field: a value, one of several, or a range. */
export type Condition =
  | Scalar
  | { readonly in: readonly Scalar[] }
  | { readonly from?: Scalar; readonly to?: Scalar; readonly before?: Scalar };

export interface DocumentQuery {
  /** Every condition must hold; a path into an array of scalars holds when one element does. */
  readonly where?: Readonly<Record<string, Condition>>;
  /**
   * Sort fields, each a dotted path to a scalar. The key is always the last, in the direction of the field before it
   * (ascending when there is none): so an index that ends with the key serves an order from either end.
   */
  readonly orderBy?: readonly { readonly field: string; readonly descending?: boolean }[];
  readonly limit: number;
  /** The values of the sort fields and the key of the last document seen. */
  readonly after?: { readonly values: readonly (Scalar | null)[]; readonly key: string };
}

/** A document as JSON text. */
export interface FoundText {
  readonly key: string;
  readonly text: string;
}

/** Whether what was read is so still. */
export interface Standing {
  /** No longer as soon as it was written anew, or is not kept in memory any more; never again after that. */
  readonly stands: boolean;
}

/** What was read. Whoever remembers by it whether an answer may be told again remembers `standing` alone, not the value. */
export interface Held<T> {
  readonly value: T;
  readonly standing: Standing;
}

/** Reads that wait for nothing: what is read in one turn of the event loop is of one moment, and no build goes meanwhile. */
export interface ReadsAtOnce {
  /** As `ReadModelStore.pointer`. */
  pointer(projection: string, version: number): Held<BuildId> | undefined;
  /** As `ReadModelStore.checkpoint`. */
  checkpoint(build: BuildId): Checkpoint | undefined;
  /** As `ReadModelStore.get`. */
  get<D>(build: BuildId, key: string): Held<D | undefined>;
}

/**
 * Documents that projections build, and how far each build has read. Deleting the whole store loses nothing.
 * Conformance suite: `test/conformance/read-model-store.ts`.
 */
export interface ReadModelStore {
  /** Only where nothing has to be waited for, and no other process writes. */
  readonly atOnce?: ReadsAtOnce | undefined;
  /**
   * From here on whoever writes under an older epoch is refused, in the builds and the pointers of these schema versions,
   * whether there are any yet or not. To be done by a new holder of the lease before anything is read. What is read after
   * it is what stands.
   * @throws SystemError LEASE_LOST when a later epoch has taken over
   */
  takeOver(targets: readonly SchemaVersion[], epoch: number): Promise<void>;
  /**
   * Makes an empty build, with its indexes, under a name never used before.
   * @param epoch of the lease under which the caller runs; whoever has an older one is refused in this build
   * @throws SystemError LEASE_LOST when a later epoch has taken over
   */
  createBuild(definition: BuildDefinition, epoch?: number): Promise<BuildId>;
  /**
   * Makes these the indexes of a build that has others, or lacks some: missing ones are made, and those that it was
   * declared to have before are dropped where it no longer is. Only speed is at stake, and until it returns: a query
   * finds the same whatever the indexes.
   * @param epoch of the lease under which the caller runs
   * @throws SystemError PROJECTION_UNKNOWN; LEASE_LOST when a later epoch has written to the build or taken it over
   */
  declareIndexes(build: BuildId, indexes: readonly IndexDefinition[], epoch?: number): Promise<void>;
  /** All builds of a projection (of every projection when absent), oldest first, as they stand at the call. */
  builds(projection?: string): Promise<readonly BuildInfo[]>;
  /**
   * The build that answers for this schema version; undefined before the first was finished. It may be told as of a moment
   * ago where another process has switched.
   */
  pointer(projection: string, version: number): Promise<BuildId | undefined>;
  /**
   * Does what a switch to a build would take long for, while others have their turn. Nobody writes to the build until it returns; then
   * it may be written to, as before. Absent where a switch takes no time.
   * @throws SystemError PROJECTION_UNKNOWN
   */
  makeReady?(build: BuildId): Promise<void>;
  /**
   * Makes `build` the one that answers, in one step.
   * @param epoch of the lease under which the caller runs
   * @throws SystemError LEASE_LOST when a later epoch has written to the build or the pointer, or taken them over
   */
  switchPointer(projection: string, version: number, build: BuildId, epoch?: number): Promise<void>;
  /**
   * Drops a build with all that is its own; nothing happens when it was dropped before.
   * @param epoch of the lease under which the caller runs
   * @throws SystemError LEASE_LOST when a later epoch has written to it or taken it over
   */
  dropBuild(build: BuildId, epoch?: number): Promise<void>;

  /** The stored documents of these keys, tombstones included; absent keys are absent from the map. */
  load(build: BuildId, keys: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>>;
  /**
   * Applies batches, one per build. Documents and parked keys are never behind the checkpoint.
   * @throws SystemError LEASE_LOST when a later epoch has written or taken over; no checkpoint, no parked key was changed
   */
  commit(commits: readonly BuildCommit[]): Promise<void>;
  checkpoint(build: BuildId): Promise<Checkpoint | undefined>;
  parked(build: BuildId): Promise<readonly ParkedKey[]>;

  /** The live document of a key; undefined when absent or deleted. */
  get<D>(build: BuildId, key: string): Promise<D | undefined>;
  /** Live documents that match, in order, with the key of each. */
  find<D>(build: BuildId, query: DocumentQuery): Promise<readonly { readonly key: string; readonly document: D }[]>;
  /**
   * What {@link find} finds, as JSON text, its fields in the order in which they were written: for whoever passes on more of it
   * than it looks at.
   */
  findTexts(build: BuildId, query: DocumentQuery): Promise<readonly FoundText[]>;
  /** Every stored document, tombstones included, by key ascending (compared as UTF-8 bytes). */
  documents(build: BuildId): AsyncIterable<StoredDocument>;

  close(): Promise<void>;
}
