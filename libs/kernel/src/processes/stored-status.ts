import type { EventStore } from '../ports/event-store.ts';
import type { WorkStore } from '../ports/work-store.ts';
import { START } from '../position.ts';
import type { ProcessManager } from './process-manager.ts';
import { processStatusOf, type ProcessStatus } from './process-status.ts';

interface Options {
  readonly log: EventStore;
  readonly work: WorkStore;
  readonly processes: readonly ProcessManager[];
}

/** How process managers stand by what their store says, for a process that does not run them. */
export async function storedProcessStatus({ log, work, processes }: Options): Promise<readonly ProcessStatus[]> {
  const checkpoints = await Promise.all(processes.map(({ name }) => work.checkpoint(name)));
  // Afterwards: what was read meanwhile lies past the end of before.
  const [logId, head] = [await log.logId(), await log.head()];
  return Promise.all(
    processes.map(async ({ name: process }, index) => {
      const { position, logId: readFrom } = checkpoints[index] ?? { position: START, logId };
      return processStatusOf({
        ...{ process, position, head, missed: undefined, parked: await work.parked(process) },
        failure:
          readFrom === logId ? undefined : 'what it knows is of another log: run accept-restore, and start again',
      });
    }),
  );
}
