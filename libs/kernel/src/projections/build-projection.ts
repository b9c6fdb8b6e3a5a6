import { logReplaced } from '../errors.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { StoredEvent } from '../ports/event-store.ts';
import type { BuildId, Checkpoint, ReadModelStore } from '../ports/read-model-store.ts';
import { isAfter, START, type Position } from '../position.ts';
import { decodeOnce, type Decode } from './decode-once.ts';
import { DocumentCache } from './document-cache.ts';
import { foldBatch } from './fold-batch.ts';
import { interrupted, outlast } from './outlast.ts';
import type { Projection } from './projection.ts';
import { EVENTS_PER_READ, type ReadableLog } from './shared-pass.ts';

/** How far a build has come. */
export interface BuildProgress {
  /** Events read so far, folded or passed over. */
  readonly events: number;
  readonly position: Position;
}

export interface BuildOptions {
  readonly log: ReadableLog;
  readonly registry: EventRegistry;
  /** Of builds that read the same log together; its own when absent. */
  readonly decode?: Decode;
  readonly store: ReadModelStore;
  readonly projection: Projection;
  readonly build: BuildId;
  /** Inclusive; the end of the log at the time of the call when absent. */
  readonly until?: Position;
  /** Stops before the first event recorded after this time (RFC 3339): what was known then. */
  readonly knownAt?: string;
  /** Of the lease under which it runs. */
  readonly epoch?: number;
  readonly onProgress?: (progress: BuildProgress) => void;
  readonly signal?: AbortSignal;
  /** Told of each time a store was away; the build then goes on from its checkpoint. Without it the build ends. */
  readonly onUnavailable?: (error: unknown) => void;
}

/** Events folded before documents are written: a hot document is then written once for many events. */
const EVENTS_PER_COMMIT = 4_000;

/**
 * Folds the log into a build that only this call writes, from the build's checkpoint on. Stops at the first event that
 * cannot be folded. Used by a rebuild, by an analyst's replay, and at the first start.
 * @returns how far it came
 * @throws SystemError FOLD_FAILED | INVALID_EVENT | UNKNOWN_EVENT_TYPE | NEWER_EVENT_VERSION, naming the event;
 *   LOG_REPLACED when the build was begun on another log, or a longer one
 */
export async function buildProjection(options: BuildOptions): Promise<BuildProgress> {
  const { build, signal, onUnavailable } = options;
  let events = 0;
  const onProgress = (progress: BuildProgress): void => {
    events = progress.events;
    options.onProgress?.(progress);
  };
  const go = (): Promise<BuildProgress> => buildOn({ ...options, onProgress }, events);
  return onUnavailable ? outlast(go, { what: nameOf(build), onUnavailable, ...(signal ? { signal } : {}) }) : go();
}

/** @param before events that were read until the build's checkpoint */
async function buildOn(options: BuildOptions, before: number): Promise<BuildProgress> {
  const { log, registry, store, projection, build, decode = decodeOnce(registry) } = options;
  const logId = await log.logId();
  const cache = new DocumentCache();
  const known = await store.checkpoint(build);
  if (known) await refuseOtherLog(log, build, known);
  if (options.signal?.aborted) throw interrupted(nameOf(build));
  let position = known?.position ?? START;
  let events = before;
  let window: StoredEvent[] = [];
  let windowStart = position;
  let hasCheckpoint = known !== undefined;

  const flush = async (through: Position): Promise<void> => {
    const folded = await foldBatch({
      projection,
      build,
      store,
      cache,
      events: window,
      after: windowStart,
      decode,
      parkedKeys: NO_KEYS,
      onFailure: 'stop',
      now: () => '',
    });
    const checkpoint: Checkpoint = { logId, position: through };
    await store.commit([
      {
        build,
        documents: folded.documents,
        checkpoint,
        ...(options.epoch === undefined ? {} : { epoch: options.epoch }),
      },
    ]);
    cache.settle(folded.documents);
    position = windowStart = through;
    hasCheckpoint = true;
    window = [];
    options.onProgress?.({ events, position });
  };

  let through = position;
  let pending = 0;
  read: for await (const batch of log.readLog({
    after: position,
    batchSize: EVENTS_PER_READ,
    ...(options.until === undefined ? {} : { until: options.until }),
  })) {
    if (options.signal?.aborted) throw interrupted(nameOf(build));
    for (const event of batch.events) {
      if (options.knownAt !== undefined && event.recordedAt > options.knownAt) break read;
      events += 1;
      pending += 1;
      through = event.position;
      if (projection.handles.has(event.type)) window.push(event);
      else registry.skip(event);
    }
    through = batch.through;
    if (pending >= EVENTS_PER_COMMIT) {
      await flush(through);
      pending = 0;
    }
  }
  if (through !== position || !hasCheckpoint) await flush(through);
  return { events, position };
}

const NO_KEYS: ReadonlySet<string> = new Set();

async function refuseOtherLog(log: ReadableLog, build: BuildId, known: Checkpoint): Promise<void> {
  const head = await log.head();
  if (known.logId === (await log.logId()) && !isAfter(known.position, head)) return;
  throw logReplaced(nameOf(build), { ...known, head }, 'begin a new one');
}

function nameOf(build: BuildId): string {
  return `the build ${build}`;
}
