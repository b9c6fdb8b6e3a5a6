import type { EventStore } from '../ports/event-store.ts';
import type { WorkStore } from '../ports/work-store.ts';
import { START } from '../position.ts';
import type { ProcessManager } from './process-manager.ts';
import type { ProcessStatus } from './process-runner.ts';

interface Options {
  readonly log: EventStore;
  readonly work: WorkStore;
  readonly processes: readonly ProcessManager[];
}

/** How process managers stand by what their store says, for a process that does not run them. */
export async function storedProcessStatus({ log, work, processes }: Options): Promise<readonly ProcessStatus[]> {
  const head = await log.head();
  return Promise.all(
    processes.map(async ({ name }) => ({
      process: name,
      state: 'running' as const,
      position: (await work.checkpoint(name))?.position ?? START,
      head,
      parked: await work.parked(name),
    })),
  );
}
