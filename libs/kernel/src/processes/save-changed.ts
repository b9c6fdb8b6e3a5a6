import { toTimestamp, type Clock } from '../clock.ts';
import { isSystemError, messageOf } from '../errors.ts';
import type { Checkpoint } from '../ports/read-model-store.ts';
import type { ProcessInstance, WorkStore } from '../ports/work-store.ts';
import { parkedUnchanged, type ChangedInstance } from './react-batch.ts';

interface Saving {
  readonly process: string;
  /** Where the process stood before the batch. */
  readonly from: Checkpoint;
  /** Where it stands after it. */
  readonly checkpoint: Checkpoint;
  /** Of the lease under which it runs. */
  readonly epoch?: number;
}

interface Parts {
  readonly work: WorkStore;
  readonly clock: Clock;
  readonly onError?: (error: unknown) => void;
}

/**
 * Saves what a batch has changed. A store that is there and refuses it is given each instance alone; one that it cannot
 * hold stays as it was and waits for a person, and the others go on.
 * @returns the instances as they are stored now
 * @throws SystemError as {@link WorkStore.save}; and what the store throws when it refuses the mark of an instance, too
 */
export async function saveChanged(
  parts: Parts,
  changed: readonly ChangedInstance[],
  saving: Saving,
): Promise<readonly ProcessInstance[]> {
  const { work } = parts;
  const { process, checkpoint, epoch } = saving;
  const instances = changed.map(({ instance }) => instance);
  try {
    await work.save(process, instances, checkpoint, epoch);
    return instances;
  } catch (error) {
    // It says itself that it is away, or that another writes.
    if (isSystemError(error) || changed.length === 0) throw error;
    parts.onError?.(error);
  }
  const saved: ProcessInstance[] = [];
  // The checkpoint moves last: were it to move before, what is not saved yet would be lost in a crash.
  for (const change of changed) saved.push(await saveOrPark(parts, change, saving));
  await work.save(process, [], checkpoint, epoch);
  return saved;
}

async function saveOrPark(
  { work, clock }: Parts,
  change: ChangedInstance,
  { process, from, epoch }: Saving,
): Promise<ProcessInstance> {
  try {
    await work.save(process, [change.instance], from, epoch);
    return change.instance;
  } catch (error) {
    if (isSystemError(error)) throw error;
    const why = `the store cannot hold it: ${messageOf(error)}`;
    const parked = parkedUnchanged(change, why, toTimestamp(clock.now()));
    await work.save(process, [parked], from, epoch);
    return parked;
  }
}
