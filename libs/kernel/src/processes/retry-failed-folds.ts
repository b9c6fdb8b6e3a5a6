import { toTimestamp, type Clock } from '../clock.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore, StoredEvent } from '../ports/event-store.ts';
import type { Checkpoint } from '../ports/read-model-store.ts';
import type { ProcessInstance, WorkStore } from '../ports/work-store.ts';
import { earliest } from '../position.ts';
import { decodeOnce } from '../projections/decode-once.ts';
import type { ProcessManager } from './process-manager.ts';
import { reactBatch } from './react-batch.ts';

interface RetryOptions {
  readonly log: EventStore;
  readonly registry: EventRegistry;
  readonly work: WorkStore;
  readonly clock: Clock;
  readonly epoch?: number;
}

/**
 * Folds instances whose fold had failed again, from there up to the checkpoint, the events of those instances alone.
 * They must no longer be parked in the store; one that fails again is parked again. Must run between batches.
 */
export async function retryFailedFolds(
  { log, registry, work, clock, epoch }: RetryOptions,
  process: ProcessManager,
  parked: readonly ProcessInstance[],
  checkpoint: Checkpoint,
): Promise<void> {
  const failed = parked.filter((instance) => instance.parked?.failedAt);
  const [first, ...others] = failed.flatMap((instance) => instance.parked?.failedAt?.after ?? []);
  if (first === undefined) return;

  const after = earliest(first, ...others);
  const waiting = new Set(failed.map(({ key }) => key));
  const only: ProcessManager = { ...process, keys: (event) => process.keys(event).filter((key) => waiting.has(key)) };
  const decode = decodeOnce(registry);
  const events: StoredEvent[] = [];
  for await (const batch of log.readLog({ after, until: checkpoint.position })) {
    events.push(
      ...batch.events.filter((event) => process.handles.has(event.type) && only.keys(decode(event)).length > 0),
    );
  }
  const now = (): string => toTimestamp(clock.now());
  const instances = await reactBatch({ process: only, work, events, after, decode, now });
  await work.save(process.name, instances, checkpoint, epoch);
}
