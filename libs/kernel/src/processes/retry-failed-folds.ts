import { toTimestamp, type Clock } from '../clock.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore, StoredEvent } from '../ports/event-store.ts';
import type { Checkpoint } from '../ports/read-model-store.ts';
import type { ProcessInstance } from '../ports/work-store.ts';
import { earliest, type Position } from '../position.ts';
import { decodeOnce } from '../projections/decode-once.ts';
import type { ProcessManager } from './process-manager.ts';
import { reactBatch } from './react-batch.ts';

interface RetryOptions {
  readonly log: EventStore;
  readonly registry: EventRegistry;
  readonly clock: Clock;
}

/**
 * Folds instances whose fold had failed again, from there up to the checkpoint, the events of those instances alone.
 * Writes nothing: they must change in one step, mark and state together, between batches.
 * @param parked parked instances as they are stored; those that wait for a refused command alone are passed over
 * @returns all the others, whole again or parked anew
 */
export async function foldFailedAgain(
  { log, registry, clock }: RetryOptions,
  process: ProcessManager,
  parked: readonly ProcessInstance[],
  checkpoint: Checkpoint,
): Promise<readonly ProcessInstance[]> {
  const waiting = new Map<string, ProcessInstance>();
  const starts: Position[] = [];
  for (const { parked: mark, ...instance } of parked) {
    if (!mark?.failedAt) continue;
    waiting.set(instance.key, instance);
    starts.push(mark.failedAt.after);
  }
  const [first, ...others] = starts;
  if (first === undefined) return [];

  const after = earliest(first, ...others);
  const only: ProcessManager = { ...process, keys: (event) => process.keys(event).filter((key) => waiting.has(key)) };
  const events: StoredEvent[] = [];
  for await (const batch of log.readLog({ after, until: checkpoint.position })) {
    for (const event of batch.events) {
      if (process.handles.has(event.type) && only.keys(registry.decode(event)).length > 0) events.push(event);
    }
  }
  const now = (): string => toTimestamp(clock.now());
  const decode = decodeOnce(registry);
  const changed = await reactBatch({ process: only, load: async () => waiting, events, after, decode, now });
  return [...new Map([...waiting, ...changed.map(({ instance }) => [instance.key, instance] as const)]).values()];
}
