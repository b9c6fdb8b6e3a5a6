import { toTimestamp, type Clock } from '../clock.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore, StoredEvent } from '../ports/event-store.ts';
import type { ReadModelStore } from '../ports/read-model-store.ts';
import { earliest } from '../position.ts';
import { decodeOnce } from './decode-once.ts';
import { foldBatch } from './fold-batch.ts';
import type { LiveBuild } from './live-build.ts';
import type { LiveCommit } from './live-builds.ts';

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
 * the events of those keys alone, in order. Writes nothing: documents and parked rows change in the one commit it returns,
 * before the next batch is folded.
 */
export async function foldParkedAgain(
  options: RetryOptions,
  live: LiveBuild,
): Promise<{ outcome: RetryOutcome; commits: readonly LiveCommit[] }> {
  const waiting = [...live.parked.values()];
  const [first, ...others] = waiting.map(({ after }) => after);
  if (first === undefined) return { outcome: { healed: [], stillParked: [] }, commits: [] };

  const { log, registry, store, clock, epoch } = options;
  const after = earliest(first, ...others);
  const events: StoredEvent[] = [];
  for await (const batch of log.readLog({ after, until: live.checkpoint.position })) {
    for (const event of batch.events) if (touches(live, event, registry)) events.push(event);
  }
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
    decode: decodeOnce(registry),
    parkedKeys: new Set(),
    onFailure: 'park',
    now: () => toTimestamp(clock.now()),
  });
  const stillParked = folded.parked.map(({ key }) => key);
  const healed = waiting.map(({ key }) => key).filter((key) => !stillParked.includes(key));
  const commit = {
    build: live.build,
    documents: folded.documents,
    checkpoint: live.checkpoint,
    park: folded.parked,
    unpark: healed,
    ...(epoch === undefined ? {} : { epoch }),
  };
  return { outcome: { healed, stillParked }, commits: [{ live, commit }] };
}

/** Undecodable events are the checkpoint's `incompleteSince`, not this retry's. */
function touches(live: LiveBuild, event: StoredEvent, registry: EventRegistry): boolean {
  if (!live.projection.handles.has(event.type)) return false;
  try {
    return live.projection.keys(registry.decode(event)).some((key) => live.parked.has(key));
  } catch {
    return false;
  }
}
