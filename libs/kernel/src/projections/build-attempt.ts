import type { EventRegistry } from '../events/event-registry.ts';
import { nextTurn } from '../next-turn.ts';
import type { LogBatch, StoredEvent } from '../ports/event-store.ts';
import type { BuildId, Checkpoint, ReadModelStore, StoredDocument } from '../ports/read-model-store.ts';
import { START, type Position } from '../position.ts';
import type { Decode } from './decode-once.ts';
import { foldBatch } from './fold-batch.ts';
import type { GatheredDocuments } from './gathered-documents.ts';
import { interrupted } from './outlast.ts';
import type { Projection } from './projection.ts';
import { EVENTS_PER_READ, type ReadableLog } from './shared-pass.ts';

/** How far a build has come. */
export interface BuildProgress {
  /** Events read so far, folded or passed over. */
  readonly events: number;
  readonly position: Position;
}

export interface AttemptOptions {
  readonly log: ReadableLog;
  readonly logId: string;
  readonly registry: EventRegistry;
  /** Of builds that read the same log together; its own when absent. */
  readonly decode?: Decode;
  readonly store: ReadModelStore;
  readonly projection: Projection;
  readonly build: BuildId;
  readonly documents: GatheredDocuments;
  /** Where it begins; at the beginning of the log when absent. */
  readonly checkpoint: Checkpoint | undefined;
  /** Inclusive; the end of the log at the time of the call when absent. */
  readonly until?: Position;
  /** Stops before the first event recorded after this time (RFC 3339): what was known then. */
  readonly knownAt?: string;
  /** Of the lease under which it runs. */
  readonly epoch?: number;
  /** Events between two checkpoints: what is read again at most where a store was away. Default 250,000. */
  readonly checkpointEvery?: number;
  readonly onProgress?: (progress: BuildProgress) => void;
  /** Told how many events were read until each checkpoint. */
  readonly onCheckpoint: (events: number) => void;
  readonly signal?: AbortSignal;
}

const EVENTS_PER_CHECKPOINT = 250_000;

/** Documents of one commit, after which others have their turn. */
const DOCUMENTS_PER_COMMIT = 500;

const NO_KEYS: ReadonlySet<string> = new Set();

/** One reading of the log for a build, from its checkpoint to the end, or to where a store fails. */
export class BuildAttempt {
  readonly #options: AttemptOptions;
  readonly #decode: Decode;
  #checkpoint: Checkpoint;
  #through: Position;
  #events = 0;

  constructor(options: AttemptOptions) {
    const { logId, registry, checkpoint = { logId, position: START }, decode } = options;
    this.#options = options;
    // Alone it asks for each event once.
    this.#decode = decode ?? ((event) => registry.decode(event));
    this.#checkpoint = checkpoint;
    this.#through = checkpoint.position;
  }

  /** @param read events that were read until the checkpoint */
  async run(read: number): Promise<BuildProgress> {
    const { checkpoint, checkpointEvery = EVENTS_PER_CHECKPOINT, documents } = this.#options;
    this.#events = read;
    let next = read + checkpointEvery;
    for await (const batch of this.#batches()) {
      this.#refuseStopped();
      const known = this.#knownOf(batch);
      await this.#fold(known.events);
      this.#events += known.events.length + (known.leftOut ?? 0);
      this.#through = known.through;
      await this.#write(documents.makeRoom());
      if (this.#events >= next) {
        await this.#moveOn();
        next = this.#events + checkpointEvery;
      }
      this.#options.onProgress?.({ events: this.#events, position: this.#through });
      if (known !== batch) break;
    }
    if (this.#through !== this.#checkpoint.position || checkpoint === undefined) await this.#moveOn();
    const progress = { events: this.#events, position: this.#through };
    this.#options.onProgress?.(progress);
    return progress;
  }

  #batches(): AsyncIterable<LogBatch> {
    const { log, registry, projection, until, knownAt } = this.#options;
    return log.readLog({
      after: this.#checkpoint.position,
      batchSize: EVENTS_PER_READ,
      ...(until === undefined ? {} : { until }),
      // When an event was recorded is to be looked at, whatever its type.
      ...(knownAt === undefined ? { leaveOut: registry.typesBut(projection.handles) } : {}),
    });
  }

  /** What was known of a batch at the time that is asked for. */
  #knownOf(batch: LogBatch): LogBatch {
    const { knownAt } = this.#options;
    const later = knownAt === undefined ? -1 : batch.events.findIndex(({ recordedAt }) => recordedAt > knownAt);
    if (later < 0) return batch;
    const events = batch.events.slice(0, later);
    return { events, through: events.at(-1)?.position ?? this.#through };
  }

  async #fold(events: readonly StoredEvent[]): Promise<void> {
    const { registry, store, projection, build, documents } = this.#options;
    const handled: StoredEvent[] = [];
    for (const event of events) {
      if (projection.handles.has(event.type)) handled.push(event);
      else registry.skip(event);
    }
    const folded = await foldBatch({
      ...{ projection, build, store, cache: documents, events: handled, after: this.#through },
      ...{ decode: this.#decode, parkedKeys: NO_KEYS, onFailure: 'stop', now: () => '' },
    });
    documents.change(folded.documents);
  }

  /** Writes all that is not written yet, and with the last of it how far the build has come. */
  async #moveOn(): Promise<void> {
    const unwritten = this.#options.documents.takeUnwritten();
    const last = unwritten.length - (unwritten.length % DOCUMENTS_PER_COMMIT);
    await this.#write(unwritten.slice(0, last));
    const checkpoint = { logId: this.#options.logId, position: this.#through };
    await this.#commit(unwritten.slice(last), checkpoint);
    this.#checkpoint = checkpoint;
    this.#options.onCheckpoint(this.#events);
  }

  /** Writes documents ahead of the checkpoint: whoever begins again there leaves them as they are. */
  async #write(documents: readonly StoredDocument[]): Promise<void> {
    for (let from = 0; from < documents.length; from += DOCUMENTS_PER_COMMIT) {
      await this.#commit(documents.slice(from, from + DOCUMENTS_PER_COMMIT), this.#checkpoint);
      await nextTurn();
      this.#refuseStopped();
    }
  }

  async #commit(documents: readonly StoredDocument[], checkpoint: Checkpoint): Promise<void> {
    const { store, build, epoch } = this.#options;
    await store.commit([{ build, documents, checkpoint, ...(epoch === undefined ? {} : { epoch }) }]);
  }

  #refuseStopped(): void {
    if (this.#options.signal?.aborted) throw interrupted(`the build ${this.#options.build}`);
  }
}
