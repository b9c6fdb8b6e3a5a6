import { toTimestamp, type Clock } from '../clock.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore, StoredEvent } from '../ports/event-store.ts';
import type { BuildCommit, ReadModelStore } from '../ports/read-model-store.ts';
import { earliest } from '../position.ts';
import { decodeOnce } from './decode-once.ts';
import { foldBatch } from './fold-batch.ts';
import type { LiveBuild } from './live-build.ts';

/** What a retry came to. */
export interface RetryOutcome {
  /** Keys whose documents are whole again. */
  readonly healed: readonly string[];
  /** Keys that failed again, here or later. */
  readonly stillParked: readonly string[];
}

interface RetryOptions {
  readonly log: EventStore;
  readonly registry: EventRegistry;
  readonly store: ReadModelStore;
  readonly clock: Clock;
  readonly epoch?: number;
}

/**
 * Folds the parked documents of a build again: reads the log from where the first failed up to the checkpoint and folds
 * the events of those keys alone, in order; then documents and parked rows change together. Must run between batches.
 */
export async function retryParkedKeys(options: RetryOptions, live: LiveBuild): Promise<RetryOutcome> {
  const waiting = [...live.parked.values()];
  const [first, ...others] = waiting.map(({ after }) => after);
  if (first === undefined) return { healed: [], stillParked: [] };

  const { log, registry, store, clock, epoch } = options;
  const after = earliest(first, ...others);
  const decode = decodeOnce(registry);
  const events: StoredEvent[] = [];
  for await (const batch of log.readLog({ after, until: live.checkpoint.position })) {
    for (const event of batch.events) if (touches(live, event, decode)) events.push(event);
  }
  live.cache.clear();
  const folded = await foldBatch({
    projection: {
      ...live.projection,
      keys: (event) => live.projection.keys(event).filter((key) => live.parked.has(key)),
    },
    build: live.build,
    store,
    cache: live.cache,
    events,
    after,
    decode,
    parkedKeys: new Set(),
    onFailure: 'park',
    now: () => toTimestamp(clock.now()),
  });
  const stillParked = folded.parked.map(({ key }) => key);
  const healed = waiting.map(({ key }) => key).filter((key) => !stillParked.includes(key));
  const commit: BuildCommit = {
    build: live.build,
    documents: folded.documents,
    checkpoint: live.checkpoint,
    park: folded.parked,
    unpark: healed,
    ...(epoch === undefined ? {} : { epoch }),
  };
  await store.commit([commit]);
  live.settle(commit);
  return { healed, stillParked };
}

/** Undecodable events are the checkpoint's `incompleteSince`, not this retry's. */
function touches(live: LiveBuild, event: StoredEvent, decode: ReturnType<typeof decodeOnce>): boolean {
  if (!live.projection.handles.has(event.type)) return false;
  try {
    return live.projection.keys(decode(event)).some((key) => live.parked.has(key));
  } catch {
    return false;
  }
}
